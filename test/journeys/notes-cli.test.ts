import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aNote, notePeopleYaml } from '../a-note.ts'
import { openShell, type Up } from '../terminal.ts'

const shell = openShell()
const { mycel, folder } = shell
let up: Up

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const read = (path: string) => readFileSync(join(folder, path), 'utf8')
const git = (...words: string[]) => execFileSync('git', ['-C', join(folder, 'public'), ...words], { encoding: 'utf8' })

beforeAll(async () => {
  put(
    'coop.yaml',
    `coop: { name: Example Co-op, domain: example.coop }
${notePeopleYaml}notes: { repositories: { organizing: example-coop/organizing } }
meetings: { organisations: [{ id: main, secrets: ["secret://main"] }] }
`,
  )
  put('note.md', aNote)
  up = await shell.up(['--practice-servers', '1'])
})
afterAll(async () => {
  await up[Symbol.asyncDispose]()
  shell[Symbol.dispose]()
})

describe('mycel notes tasks', () => {
  it('shows what would change and changes nothing without a word', async () => {
    const { code, out } = await mycel('notes tasks note.md')
    expect(code).toBe(0)
    expect(out).toContain('New tasks:\n   1. Ada Lovelace: ring up the supplier  (line ')
    expect(out).toContain('organizing#239 storage for projects: nowhere → Backlog')
    expect(out).toMatch(/organizing-private#68 .*only if you say so/)
    expect(out).toContain('Nothing was changed. To do it: mycel notes tasks note.md --apply')
    expect(read('note.md')).toBe(aNote)
  })

  it('asks about each on a terminal, and does what is said yes to', async () => {
    const { out } = await mycel('notes tasks note.md', { tty: 120, input: 'q' })
    expect(out).toContain('Nothing was changed.')
    const one = await mycel('notes tasks note.md --only 1 --keep')
    expect(one.out).toMatch(/Done: 1 of 1\.\n {2}task 1: ring up the supplier {2}http/)
    expect(read('note.md')).toBe(aNote)
  })

  it('does all with one word, writes the links, and proposes nothing again', async () => {
    const { code, out } = await mycel('notes tasks note.md --apply')
    expect(code).toBe(0)
    expect(out).toContain('The links are written into note.md.')
    expect(read('note.md')).toMatch(/#todo gh: write down how a key is replaced -> \[task \d+\]\(http/)
    const again = await mycel('notes tasks note.md --apply')
    expect(again.out).toMatch(/were carried out before\./)
    expect(again.out).toContain(
      'There is nothing to do: all that the note asks for is so already. Nothing was changed.',
    )
    const asked = await mycel('notes tasks note.md --again')
    expect(asked.out).toMatch(/1\. organizing-private#68 .*only if you say so/)
  })

  it('lists who has to do what, and since when', async () => {
    const { out } = await mycel('notes tasks')
    expect(out).toMatch(/^Ada Lovelace +#1 +\d+ +To Do +ring up the supplier$/m)
    expect(out).toMatch(/^nobody +#\d+ +\d+ +Backlog +storage for projects$/m)
  })
})

describe('mycel notes index and decisions', () => {
  it('keep a folder of notes and find what was decided', async () => {
    put(
      'archive/_posts/meeting-notes/2026-01-05-board.md',
      '# 2026-01-05 Board\n\n## Notes\n\n- decision: we rent the hall\n',
    )
    put(
      'archive/_posts/private/meeting-notes/2026-01-12-pay.md',
      'Empty file for public indexing of access-restricted file.\n',
    )
    put('archive/meeting-notes/2026-01-12-pay.md', '# 2026-01-12 Pay\n')
    expect((await mycel('notes index archive --decisions')).out).toBe(
      '2 notes: 2 added, 0 changed, 0 unchanged. 1 decision recorded.\n',
    )
    expect((await mycel('notes index archive --decisions')).out).toBe(
      '2 notes: 0 added, 0 changed, 2 unchanged. 0 decisions recorded.\n',
    )
    const { out } = await mycel('notes decisions renting halls')
    expect(out).toContain('2026-01-05  we rent the hall\n')
    expect((await mycel('notes decisions laptops --context')).out).toContain('| - Keys\n')
    expect((await mycel('notes decisions giraffe')).out).toContain('No decision is found.')
  })
})

describe('mycel notes publish', () => {
  const publish = (level: string, more = '') =>
    mycel(`notes publish minutes.md --level ${level} --to public --private-to private ${more}`.trim())
  const open = 'public/_posts/meeting-notes/2026-03-02-infrastructure.md'
  const stub = 'public/_posts/private/meeting-notes/2026-03-02-infrastructure.md'
  const kept = 'private/meeting-notes/2026-03-02-infrastructure.md'

  it('puts a stub where all see it and the note where members do, and commits just that', async () => {
    put('minutes.md', `${aNote}- pay is talked about [in camera]\n- write to zoe@elsewhere.org\n`)
    put('public/README.md', 'changed by somebody else')
    const refused = await publish('indexed', '--commit')
    expect(refused.err).toMatch(/is in no git repository[\s\S]*Nothing was changed/)
    for (const where of ['public', 'private']) {
      execFileSync('git', ['init', '--quiet', join(folder, where)])
      for (const [key, value] of [
        ['email', 'al@example.coop'],
        ['name', 'Ada'],
      ] as const) {
        execFileSync('git', ['-C', join(folder, where), 'config', `user.${key}`, value])
      }
    }
    const { code, out } = await publish('indexed', '--commit')
    expect(code).toBe(0)
    expect(out.match(/^committed as \w+/gm)).toHaveLength(2)
    expect(read(stub)).toBe('Empty file for public indexing of access-restricted file.\n')
    expect(read(kept)).toContain('[in camera]')
    expect(git('log', '--format=%s')).toBe('notes: 2026-03-02-infrastructure (indexed)\n')
    expect(git('status', '--short')).toBe('?? README.md\n')
    expect((await publish('indexed')).out).toMatch(/^public +unchanged .*\nprivate +unchanged/)
  })

  it('is blocked by what is private, by passwords at any level, and by a copy that must not be there', async () => {
    const { code, err } = await publish('open')
    expect(code).toBe(1)
    expect(err).toMatch(/line \d+: a private mark: .*in camera/)
    expect(err).toMatch(/line \d+: an e-mail address: zoe@/)
    expect(err).not.toContain('zoe@elsewhere.org')
    expect(err).toContain('private/meeting-notes/2026-03-02-infrastructure.md is in the public folder')
    put('minutes.md', `${aNote}- the password is hunter22\n`)
    const secret = await publish('restricted')
    expect(secret.err).toMatch(/a password: /)
    expect(secret.err).not.toContain('hunter22')
    expect(secret.err).toContain('Nothing was changed.')
  })

  it('publishes openly what has nothing private, or what somebody looked at', async () => {
    execFileSync('rm', [join(folder, stub)])
    put('minutes.md', `${aNote}- write to office@elsewhere.org\n`)
    const line = aNote.split('\n').length
    expect((await publish('open', '--dry-run')).code).toBe(1)
    expect((await publish('open', `--allow ${line} --dry-run`)).out).toContain('Nothing was changed.')
    expect((await publish('open', `--allow ${line}`)).code).toBe(0)
    expect(read(open)).toContain('office@elsewhere.org')
    expect((await publish('restricted', `--allow ${line}`)).err).toContain('which restricted notes must not have')
  })
})

describe('mycel notes check', () => {
  it('finds a whole note where a stub belongs, and what somebody forgot', async () => {
    put('site/_posts/private/meeting-notes/2026-02-02-pay.md', `${aNote}`)
    put(
      'site/_posts/private/meeting-notes/2026-02-09-pay.md',
      'Empty file for public indexing of access-restricted file.\n',
    )
    put('site/_posts/private/meeting-notes/2026-02-16-pay.md', '')
    put(
      'site/_posts/meeting-notes/2026-02-09-pay.md',
      '# 2025-02-09 Pay\n\nTime: Mon, Feb 9\n\n## Notes\n\n- #todo count the chairs\n',
    )
    const { code, out, err } = await mycel('notes check site')
    expect(code).toBe(1)
    expect(out).toMatch(/2026-02-02-pay\.md:1 {2}error: a note of \d+ characters stands where a stub belongs/)
    expect(out).toMatch(
      /2026-02-09-pay\.md:1 {2}error: a stub says that this note is restricted, and it stands open too/,
    )
    expect(out).toContain('warning: its title says 2025-02-09, its name 2026-02-09')
    expect(out).toContain('warning: nobody is named for: count the chairs')
    expect(out).not.toContain('2026-02-16')
    expect(err).toContain('2 errors in 4 notes')
    expect((await mycel('notes check archive --json')).code).toBe(0)
  })
})

describe('mycel notes next', () => {
  it('passes the roles on and carries over what was skipped', async () => {
    const { out } = await mycel('notes next minutes.md --date 2026-03-16')
    expect(out).toMatch(/^# 2026-03-16 Example Co-op: Infrastructure\n/)
    expect(out).toMatch(/^Cultivator: mw\nNotetaker: {2}gh$/m)
    expect(out).toMatch(/### Discussions\n\n- carried over from 2026-03-02\n {4}- Backups/)
  })

  it('writes it where it is wanted, and over nothing', async () => {
    const made = await mycel('notes next minutes.md --date 2026-03-16 --to next.md --template standup')
    expect(made.out).toContain('Cultivator: mw; notetaker: gh.\nCarried over: Backups.')
    expect(read('next.md')).toContain('### Round')
    expect((await mycel('notes next minutes.md --to next.md')).code).toBe(73)
    put('ours.md', '# YYYY-MM-DD TITLE\n\nCultivator: ...\n\n## Discussion\n')
    const ours = await mycel([
      'notes',
      'next',
      'minutes.md',
      '--template',
      'ours.md',
      '--title',
      'Ours',
      '--date',
      '2026-04-01',
    ])
    expect(ours.out).toMatch(/^# 2026-04-01 Ours\n\nCultivator: mw\n/)
    const portal = await mycel('notes next minutes.md --portal')
    expect(portal.out).toMatch(/The next pad is at http\S+\/portal\/agenda\/main\/\w+/)
  })
})
