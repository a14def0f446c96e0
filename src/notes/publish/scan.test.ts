import { describe, expect, test } from 'vitest'
import { parseNote } from '../parse/parse.ts'
import { scanNote } from './scan.ts'

function scan(line: string) {
  const note = parseNote(`# 2026-03-02 Board\n\n## Notes\n\n- ${line}\n`, { people: [], homeRepository: 'organizing' })
  return scanNote(note).map(({ kind }) => kind)
}

/** Put together here, so that no scanner of repositories takes this file for a leak. */
const made = (...parts: string[]) => parts.join('')

describe('the scan finds', () => {
  test.each([
    ['secret', made('token ghp', '_', 'a1B2'.repeat(9))],
    ['secret', made('AKIA', 'ABCDEFGHIJKLMNOP')],
    ['secret', made('-----BEGIN OPENSSH ', 'PRIVATE KEY-----')],
    ['secret', made('AGE-SECRET-KEY-1', 'QPZRY9X8GF2TVDW0'.repeat(4))],
    ['secret', `the key is ${'0123456789abcdef'.repeat(3)}`],
    ['password', 'the password is hunter22'],
    ['password', 'passcode: 482913'],
    ['password', 'https://zoom.example.org/j/123?pwd=QUJDREVGRw'],
    ['password', 'https://ada:s3cret@git.example.org/x.git'],
    ['address', 'write to zoe@elsewhere.org'],
    ['phone', 'ring +1 514-555-0199 tomorrow'],
    ['private', 'pay is talked about [in camera]'],
    ['private', 'al: ask her first [private--for now!]'],
    ['private', '~~privileged info~~'],
  ])('%s in: %s', (kind, line) => {
    expect(scan(line)).toContain(kind)
  })
})

describe('the scan leaves alone', () => {
  test.each([
    'talk to chris@webarch (ben)',
    'clone git@github.com:example-coop/handbook.git',
    'password manager for all, see #175',
    'password: https://link.example.coop/passbolt',
    'we store secrets outside of source control',
    '+1 bl, pc; +4% of the amount; 30+4 hours',
    'commit 3f2a9c1 and https://hackmd.io/pElXZTnUTRO1zApxpdBWDw',
    'Determine system for storing confidential employee information',
    'write to ada@example.org',
  ])('%s', (line) => {
    expect(scan(line)).toEqual([])
  })

  test('the closing checklist of a template, which links to where private notes go', () => {
    const text =
      '# 2026-03-02 Board\n\n### Action Items for Cultivator\n\n- [ ] Publish meeting notes as [open access][public] or [restricted access][private]\n'
    expect(scanNote(parseNote(text, { people: [], homeRepository: 'organizing' }))).toEqual([])
  })
})

test('what is found is shown by its beginning only', () => {
  const note = parseNote('# 2026-03-02 Board\n\n- the password is hunter22\n', { people: [], homeRepository: 'x' })
  expect(scanNote(note)[0]?.shown).not.toContain('hunter22')
})
