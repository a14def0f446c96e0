import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShell, type Typed, type TypedOptions, type Up } from '../../test/terminal.ts'
import { signQuery } from '../protocol/checksum.ts'

const shell = openShell()
let up: Up

beforeAll(async () => {
  up = await shell.up()
})
afterAll(async () => {
  await up.end()
  shell[Symbol.dispose]()
})

/** Types a command that must succeed, and gives what it printed. */
async function succeed(words: string | readonly string[], options?: TypedOptions): Promise<string> {
  const { code, out, err } = await shell.mycel(words, options)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

async function fail(words: string, options?: TypedOptions): Promise<Typed> {
  const typed = await shell.mycel(words, options)
  expect(typed.out).toBe('')
  expect(typed.err).not.toContain('    at ')
  return typed
}

async function createMeeting(organisation: string, meetingId: string, secret: string): Promise<void> {
  const query = `meetingID=${meetingId}&name=Name-of-${meetingId}`
  const url = `${up.url}/o/${organisation}/bigbluebutton/api/create?${signQuery('sha256', 'create', query, secret)}`
  expect(await (await fetch(url)).text()).toContain('SUCCESS')
}

describe('without a running Mycel', () => {
  const commands = [
    'status',
    'server list',
    'organisation list',
    'meeting list',
    'callback list',
    'person list',
    'group list',
    'token list',
    'audit',
  ]

  it.each(commands)('%s says how to start one, and exits 69', async (words) => {
    expect(await fail(`${words} --data elsewhere`)).toMatchObject({
      code: 69,
      err: [
        'no Mycel is running on ./elsewhere',
        '  Start one with: mycel up --data elsewhere. If it runs with another data folder, name that with --data.',
        '1 problem. Nothing was changed.\n',
      ].join('\n'),
    })
  })
})

describe('mycel status', () => {
  it('says what runs', async () => {
    expect(await succeed('status')).toMatch(/^address +http:\/\/127\.0\.0\.1:\d+\n.*embedded\nnow +0 meetings/m)
    expect(JSON.parse(await succeed('status --json'))).toMatchObject({ url: up.url, practice: true, servers: 3 })
  })

  it('speaks to a Mycel elsewhere with a token', async () => {
    const out = JSON.parse(await succeed('token add elsewhere --json'))
    const words = `status --json --url ${up.url}/`
    expect(JSON.parse(await succeed(words, { env: { MYCEL_TOKEN: out.token } }))).toMatchObject({ servers: 3 })
    writeFileSync(join(shell.folder, 'token'), `${out.token}\n`)
    await succeed(`${words} --token-file token`)

    expect(await fail(words)).toMatchObject({ code: 77 })
    expect(await fail(words, { env: { MYCEL_TOKEN: 'wrong' } })).toMatchObject({ code: 77 })
    expect(await fail(`${words} --token-file none`)).toMatchObject({ code: 66 })
    const change = await fail(`server drain practice-1 --url ${up.url}`, { env: { MYCEL_TOKEN: out.token } })
    expect(change.code).toBe(77)
    expect(await fail('status --url meet.example.coop', { env: { MYCEL_TOKEN: 'x' } })).toMatchObject({ code: 64 })
  })
})

describe('mycel server', () => {
  const nowhere = 'http://127.0.0.1:1/bigbluebutton/api'

  it('lists the servers', async () => {
    const lines = (await succeed('server list')).split('\n')
    expect(lines[0]).toMatch(
      /^server +declared in +condition +people +seats +of +meetings +takes new ones +owner +tags$/,
    )
    expect(lines[1]).toMatch(/^practice-1 +practice +online +0 +0 +150 +0 +yes +practice$/)
  })

  it('drains, disables and enables one', async () => {
    expect(await succeed('server drain practice-3')).toBe('The server practice-3 is draining: it is empty.\n')
    expect(await succeed('server show practice-3')).toMatch(/^takes new meetings +no: draining$/m)
    expect(await succeed('server disable practice-3')).toBe('The server practice-3 is disabled.\n')
    expect(await succeed('server list')).toMatch(
      /^practice-3 +practice +not looked at +unknown +0 +150 +0 +no: disabled/m,
    )
    expect(await succeed('server show practice-3')).toMatch(/^condition +not looked at$/m)
    expect(await succeed('status')).toMatch(/^servers +2 online, 1 disabled\nstate +ready$/m)
    expect(await succeed('server enable practice-3')).toBe('The server practice-3 is enabled.\n')
    for (const verb of ['drain', 'disable', 'enable', 'show', 'remove']) {
      expect(await fail(`server ${verb} bbb9`)).toMatchObject({ code: 66 })
    }
  })

  it('adds one whose secret is piped in, and removes it', async () => {
    const refused = await fail(`server add ${nowhere} --id bbb1`, { input: 'a secret' })
    expect(refused.code).toBe(69)
    const out = await succeed(`server add ${nowhere} --id bbb1 --tag old --tag eu --capacity 80 --unchecked`, {
      input: 'a secret',
    })
    expect(out).toBe('The server bbb1 is in the pool, with room for 80 people.\n')
    expect(await succeed('server show bbb1')).toMatch(/^tags +old eu$/m)
    expect(await fail(`server add ${nowhere} --unchecked`, { input: 'a secret' })).toMatchObject({ code: 73 })
    expect(await succeed('server remove bbb1')).toBe('The server bbb1 is out of the pool.\n')
    expect(await fail('server remove practice-1')).toMatchObject({ code: 1 })
  })

  it('takes the secret from a file, and none at all is refused', async () => {
    writeFileSync(join(shell.folder, 'bbb2.secret'), 'from a file\n')
    await succeed(`server add ${nowhere} --id bbb2 --unchecked --secret-file bbb2.secret`)
    await succeed('server remove bbb2')
    expect(await fail(`server add ${nowhere}`)).toMatchObject({ code: 64 })
    expect(await fail(`server add ${nowhere} --secret-file none`)).toMatchObject({ code: 66 })
    expect(await fail('server add not-an-address', { input: 'x' })).toMatchObject({ code: 65 })
  })
})

describe('mycel organisation', () => {
  it('adds one, replaces its secret and removes it', async () => {
    const added = await succeed(['organisation', 'add', 'school', '--name', 'A School', '--host', 'bbb.school.example'])
    const [, secret = ''] = /^secret +(\w+)/m.exec(added) ?? []
    await createMeeting('school', 'lesson', secret)
    expect(await fail('organisation add school')).toMatchObject({ code: 73 })

    expect(await succeed('organisation secret add school')).toMatch(/shown this once:\n\w{40}\n$/)
    const shown = await succeed('organisation show school')
    expect(shown).toMatch(/^hosts +bbb\.school\.example$/m)
    expect(shown).toMatch(/^limits +none\nchecksums +sha1 sha256 sha384 sha512$/m)
    const [first = ''] = [...shown.matchAll(/^secret +(\w{12}), last used (?!never)/gm)].map(([, mark]) => mark)
    expect(await succeed(`organisation secret remove school ${first}`)).toContain(
      `The secret ${first} of school is removed`,
    )
    expect(await fail(`organisation secret remove school ${first}`)).toMatchObject({ code: 66 })

    expect(await succeed('organisation set school --status read-only --users 200')).toMatch(
      /^The organisation school is changed/,
    )
    expect(await succeed('organisation set school --minutes 5000 --welcome Hello')).toMatch(
      /^The organisation school is changed/,
    )
    expect(await succeed('organisation show school')).toMatch(/^limits +200 people, 5000 participant-minutes a month$/m)
    expect(await succeed('organisation export school school.zip')).toContain('is in school.zip')
    expect(await fail('organisation export nowhere nowhere.zip')).toMatchObject({ code: 66 })
    expect(await succeed('organisation add moodle --parent school --kind application')).toContain('may hold meetings')
    expect(await succeed('organisation list')).toMatch(
      /^school +read-only +organisation +database +1 +bbb\.school\.example +A School\n {2}moodle +read-only +application +database +1/m,
    )
    expect(await fail('organisation remove school')).toMatchObject({ code: 1 })
    await succeed('organisation remove moodle')
    await succeed('organisation set school --status active --users 0')
    expect(await succeed('organisation show school')).toMatch(/^limits +5000 participant-minutes a month$/m)
    await succeed('meeting end lesson --organisation school')
    expect(await succeed('organisation remove school')).toBe('The organisation school is removed.\n')
    expect(await fail('organisation show school')).toMatchObject({ code: 66 })
  })

  it('leaves those of the file to the file', async () => {
    for (const words of ['set main --status suspended', 'remove main', 'secret add main']) {
      expect(await fail(`organisation ${words}`)).toMatchObject({ code: 1 })
    }
  })
})

describe('mycel meeting', () => {
  const secretOfMain = async () => (await succeed('secret show main')).trim()

  it('lists, shows, explains and ends one', async () => {
    expect((await shell.mycel('meeting list')).err).toBe('No meeting goes on now.\n')
    const { err } = await shell.mycel('meeting list --organisation main --server practice-1')
    expect(err).toBe('No meeting of main goes on now on practice-1.\n')
    await createMeeting('main', 'room-7', await secretOfMain())
    expect(await succeed('meeting list')).toMatch(/^room-7 +main +practice-\d +0 +20 +now +Name-of-room-7$/m)
    expect(await succeed('meeting show room-7')).toMatch(/^organisation +main$/m)
    expect(await fail('meeting list --server practice-9 --json')).toMatchObject({ code: 66 })
    expect(await fail('meeting list --organisation nope')).toMatchObject({ code: 66 })

    const why = await succeed('meeting why room-7')
    expect(why).toMatch(
      /^room-7 is on practice-\d because it was least full of 3 servers: 20 of 150 seats with this meeting\./,
    )
    expect(why).toContain('for 20 seats (the default).')
    expect(why).toMatch(/^server +seats before +with it +of +fullness +preferred$/m)

    expect(await succeed('meeting end room-7')).toMatch(
      /^practice-\d ends the meeting room-7 \(Name-of-room-7\) of main\.$/m,
    )
    for (const verb of ['show', 'why', 'end']) expect(await fail(`meeting ${verb} room-8`)).toMatchObject({ code: 66 })
  })

  it('explains who was left out', async () => {
    await succeed('server drain practice-1')
    await createMeeting('main', 'elsewhere', await secretOfMain())
    expect(await succeed('meeting why elsewhere')).toContain('1 server left out: draining\n')
    await succeed('server enable practice-1')
    await succeed('meeting end elsewhere')
  })

  it('asks whose it is only when several organisations have that ID', async () => {
    const { secret } = JSON.parse(await succeed('organisation add other --json'))
    await createMeeting('main', 'weekly', await secretOfMain())
    await createMeeting('other', 'weekly', secret)
    const { code, err } = await fail('meeting show weekly')
    expect(code).toBe(64)
    expect(err).toContain('say whose: --organisation main')
    expect(await succeed('meeting show weekly --organisation other')).toMatch(/^organisation +other$/m)
  })
})

describe('mycel token', () => {
  it('makes one, lists it and removes it', async () => {
    expect(await succeed('token add ci --scope manage --days 30')).toMatch(
      /^The token ci may manage, for 30 days\. It is shown this once:\nmycel_\w+\n$/,
    )
    expect(await fail('token add ci')).toMatchObject({ code: 73 })
    expect(await fail('token add x --scope all')).toMatchObject({ code: 64 })
    const [, id = ''] =
      /^(\w+) +ci +manage +now +local:\S+ +never +in 30 days$/m.exec(await succeed('token list')) ?? []
    expect(await succeed(`token remove ${id}`)).toBe(`The token ${id} is worthless now.\n`)
    expect(await fail(`token remove ${id}`)).toMatchObject({ code: 66 })
  })
})

describe('mycel callback', () => {
  it('says that there is none', async () => {
    expect((await shell.mycel('callback list')).err).toBe('No callback waits, and none was given up.\n')
    expect(JSON.parse(await succeed('callback list --state completed --json'))).toEqual({ callbacks: [] })
    expect(await fail('callback list --state lost')).toMatchObject({ code: 64 })
    expect(await fail('callback retry 1')).toMatchObject({ code: 66 })
  })
})

describe('mycel audit', () => {
  it('says who did what, newest first', async () => {
    await succeed('server drain practice-2')
    await succeed('server enable practice-2')
    const lines = (await succeed('audit --limit 2')).split('\n')
    expect(lines[1]).toMatch(/^now +local:\S+ +server\.enabled +practice-2 +was: draining$/)
    expect(lines).toHaveLength(4)
    expect(await fail('audit --limit 0')).toMatchObject({ code: 64 })
  })
})

describe('on a terminal', () => {
  it('a table is cut to the window, and whole in a pipe', async () => {
    const lines = (await succeed('audit', { tty: 60 })).trimEnd().split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBe(60)
    const whole = (await succeed('audit')).trimEnd().split('\n')
    expect(Math.max(...whole.map((line) => line.length))).toBeGreaterThan(60)
  })
})
