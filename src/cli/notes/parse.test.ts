import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openShell, type Shell } from '../../../test/terminal.ts'

let shell: Shell
beforeEach(() => {
  shell = openShell()
})
afterEach(() => shell[Symbol.dispose]())

function put(name: string, text: string): void {
  writeFileSync(join(shell.folder, name), text)
}

const note =
  '# 2031-03-04 Us\n\n- #12 backups\n    - #moved to DOING\n    - #todo anna: write it down\n    - go on? +1 ab\n    - decision: go on\n'
const people = JSON.stringify({ people: [{ id: 'ab', name: 'Anna Bell', initials: 'ab', aliases: ['anna'] }] })

describe('mycel notes parse', () => {
  it('gives every item as JSON, with the fields that are promised', async () => {
    put('note.md', note)
    put('people.json', people)
    const { code, out, err } = await shell.mycel('notes parse note.md --json --people people.json --home us/wiki')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { items } = JSON.parse(out)
    const promised = ['todo', 'reference', 'decision', 'vote', 'move']
    expect(items.filter(({ kind }: { kind: string }) => promised.includes(kind))).toEqual([
      { kind: 'reference', line: 3, repo: 'wiki', number: 12, confidence: 0.9 },
      { kind: 'move', line: 4, repo: 'wiki', number: 12, to: 'doing', confidence: 0.97 },
      { kind: 'todo', line: 5, text: 'write it down', assignees: ['ab'], done: false, confidence: 0.95 },
      { kind: 'vote', line: 6, voter: 'ab', value: 1, confidence: 0.9 },
      { kind: 'decision', line: 7, text: 'go on', confidence: 0.95 },
    ])
  })

  it('knows the people of coop.yaml, and shows a table', async () => {
    put('note.md', note)
    put('coop.yaml', 'coop: { name: Us, domain: us.example }\npeople: { ab: { name: Anna Bell, aliases: [anna] } }\n')
    const { code, out } = await shell.mycel('notes parse note.md')
    expect(code).toBe(0)
    expect(out).toMatch(/^ +5 +todo +ab +write it down +95 %$/m)
    expect(out).toMatch(/^ +4 +move +organizing#12 +to doing +97 %$/m)
    expect(out).toMatch(/\n5 things in 7 lines\.\n$/)
  })

  it('reads what is piped in, and learns the home repository from the links', async () => {
    const input = '- [#3](https://github.com/us/wiki/issues/3), [#5](https://github.com/us/wiki/pull/5), #4\n'
    const { out } = await shell.mycel('notes parse - --json', { input })
    expect(JSON.parse(out).items).toEqual([
      { kind: 'reference', line: 1, repo: 'wiki', number: 3, confidence: 0.98 },
      { kind: 'reference', line: 1, repo: 'wiki', number: 5, confidence: 0.98 },
      { kind: 'reference', line: 1, repo: 'wiki', number: 4, confidence: 0.9 },
    ])
  })

  it('says which file cannot be used', async () => {
    put('note.md', note)
    put('people.json', '{"people": [{"name": "Anna"}]}')
    const missing = await shell.mycel('notes parse other.md')
    expect(missing).toMatchObject({ code: 66, out: '' })
    expect(missing.err).toContain('other.md cannot be read')
    const wrong = await shell.mycel('notes parse note.md --people people.json')
    expect(wrong).toMatchObject({ code: 65, out: '' })
    expect(wrong.err).toContain('people.json is not a list of people: people.0.id is wrong')
    put('people.json', 'nothing')
    expect((await shell.mycel('notes parse note.md --people people.json')).err).toContain('people.json is not JSON')
  })
})
