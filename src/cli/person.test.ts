import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShell, type TypedOptions, type Up } from '../../test/terminal.ts'

const shell = openShell()
let up: Up

beforeAll(async () => {
  up = await shell.up()
  await shell.mycel('organisation add school')
})
afterAll(async () => {
  await up.end()
  shell[Symbol.dispose]()
})

/** Types a command that must succeed, and gives what it printed. */
async function succeed(words: readonly string[], options?: TypedOptions): Promise<string> {
  const { code, out, err } = await shell.mycel(words, options)
  expect({ code, err }).toEqual({ code: 0, err: expect.any(String) })
  return out
}

const type = (words: string) => succeed(words.split(' '))
const fail = (words: string) => shell.mycel(words)

describe('mycel person', () => {
  it('is told which organisation when there are several', async () => {
    expect(await fail('person list')).toMatchObject({
      code: 64,
      err: expect.stringMatching(/--organisation: \w+, school/),
    })
  })

  it('adds somebody, and finds them by id, address and external id', async () => {
    const words = ['person', 'add', 'Ada Lovelace', '--organisation', 'school', '--email', 'ada@example.coop']
    const out = await succeed([...words, '--external-id', '4711', '--role', 'admin', '--group', 'Board'])
    const [, id] = /^Ada Lovelace has the account (\w+) in school, as admin\.\n$/.exec(out) ?? []
    for (const who of [id, 'ADA@example.coop', '4711']) {
      expect(await type(`person show ${who} --organisation school`)).toMatch(new RegExp(`^account +${id}\n`))
    }
    expect(await fail('person show none --organisation school')).toMatchObject({ code: 66 })
    expect(await fail('person show no@where.coop --organisation school')).toMatchObject({ code: 66 })
  })

  it('shows names only with a reason', async () => {
    const hidden = await fail('person list --organisation school')
    expect(hidden).toMatchObject({ code: 0, err: expect.stringContaining('--reason') })
    expect(hidden.out).not.toContain('Ada')
    const reason = ['--reason', 'somebody asked for help']
    expect(await succeed(['person', 'list', '--organisation', 'school', ...reason])).toContain('Ada Lovelace')
    expect(await succeed(['person', 'show', '4711', '--organisation', 'school', ...reason])).toMatch(/^groups +Board$/m)
    expect(await type('audit')).toContain('person.reveal')
  })

  it('invites somebody who has an account, and somebody who gets one', async () => {
    const old = await type('person invite 4711 --organisation school --days 3')
    expect(old).toMatch(
      /^This link opens the account \w+ once, until \d{4}-\d\d-\d\d\. It is shown only now:\nhttp\S+\/invitation\/\w+\n/,
    )
    const words = 'person invite grace@example.coop --role admin --organisation school --json --name'.split(' ')
    const made = JSON.parse(await succeed([...words, 'Grace Hopper']))
    expect(await type('person show grace@example.coop --organisation school --json')).toContain(made.person)
    expect((await fetch(made.link)).status).toBe(200)
    expect(await fail('person invite none --organisation school')).toMatchObject({ code: 66 })
    await type('person erase grace@example.coop --organisation school --yes')
  })

  it('goes on with the next page where one ended', async () => {
    await type('person add Bob --organisation school')
    const { err } = await fail('person list --organisation school --limit 1')
    const [, after] = /^1 of 2\. The next ones: --after (\S+)$/m.exec(err) ?? []
    const rest = await fail(`person list --organisation school --limit 1 --after ${after}`)
    expect(rest).toMatchObject({ code: 0, err: expect.not.stringContaining('--after') })
  })

  it('suspends, resumes, and erases when that is said twice', async () => {
    expect(await type('person suspend 4711 --organisation school')).toMatch(/^The account \w+ is suspended: /)
    expect(await type('person show 4711 --organisation school')).toMatch(/^state +suspended$/m)
    expect(await type('person resume 4711 --organisation school')).toMatch(/let in again/)
    expect(await fail('person erase 4711 --organisation school')).toMatchObject({ code: 64, out: '' })
    expect(await type('person erase 4711 --organisation school --yes')).toMatch(/Nothing is left/)
    expect(await fail('person show 4711 --organisation school')).toMatchObject({ code: 66 })
  })
})

describe('mycel group', () => {
  it('is made, joined, left and removed', async () => {
    await type('person add Max --organisation school --email max@example.coop')
    await type('group add Choir --organisation school')
    expect(await type('group join choir max@example.coop --organisation school')).toContain('is in the group Choir')
    expect(await type('group list --organisation school')).toMatch(/Choir +1$/m)
    expect(await type('group leave Choir max@example.coop --organisation school')).toContain('not in the group')
    expect(await type('group remove Choir --organisation school')).toContain('gone')
    expect(await fail('group remove Choir --organisation school')).toMatchObject({ code: 66 })
  })
})

describe('mycel person import', () => {
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(shell.folder, name), content)
  const inSchool = '--organisation school'

  it('shows each bad row by its line, changes nothing, and exits 65', async () => {
    put('bad.csv', 'name,email\nAda,ada@example.coop\nMax,max\n')
    const { code, out, err } = await fail(`person import bad.csv ${inSchool} --apply`)
    expect(out).toContain('2 rows: 1 to add, 0 to change, 0 unchanged, 1 bad.')
    expect(out).toContain('  line 3: "max" is not an e-mail address\n')
    expect({ code, err }).toMatchObject({ code: 65, err: expect.stringContaining('Nothing was changed.') })
    expect((await fail(`person imports ${inSchool}`)).err).toBe('Nothing was imported yet.\n')
  })

  it('imports what it showed, and takes it back', async () => {
    put('people.csv', 'name,email,role,groups,phone\nAda,ada@example.coop,admin,Committee,1\n')
    const shown = await type(`person import people.csv ${inSchool}`)
    expect(shown).toContain('Add:\n  line 2: Ada, ada@example.coop, admin, Committee\n')
    expect(shown).toContain('New groups:\n  Committee\n')
    expect(shown).toContain('Columns that are not used:\n  phone\n')
    expect(shown).toContain('Nothing was changed. To do it, repeat the command with --apply.')
    const done = await type(`person import people.csv ${inSchool} --apply`)
    const [, id] = /To take it back: mycel person undo-import (\w+) --organisation school\n/.exec(done) ?? []
    expect(done).toContain('Imported: 1 added, 0 changed, 0 suspended, 0 unchanged.')
    expect(await type(`person import people.csv ${inSchool}`)).toContain('There is nothing to do.')
    expect(await type(`person imports ${inSchool}`)).toContain(id)
    expect(await type(`person undo-import ${id} ${inSchool}`)).toBe('1 account is as before.\n')
    expect(await fail(`person undo-import ${id} ${inSchool}`)).toMatchObject({ code: 1 })
  })

  it('leaves bad rows out when that is wished, and reads what is piped in', async () => {
    const words = `person import - ${inSchool} --apply --skip-bad --json`.split(' ')
    const out = await succeed(words, { input: 'name;email\nAda;ada@example.coop\nMax;\n' })
    expect(JSON.parse(out)).toMatchObject({ added: 1, skippedLines: [3] })
  })

  it.each([
    ['Windows', Buffer.from('name,email\nZo\xe9,zoe@example.coop\n', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffname\temail\r\nZoé\tzoe@example.coop\r\n', 'utf16le')],
  ])('reads a file as %s writes it', async (_, bytes) => {
    put('odd.csv', bytes)
    expect(await type(`person import odd.csv ${inSchool}`)).toContain('  line 2: Zoé, zoe@example.coop\n')
  })
})
