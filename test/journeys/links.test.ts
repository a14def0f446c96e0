import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, startTableServer, tableFolder } from '../links.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestAnswer, type RestRig, restRig } from '../rest.ts'
import { openShell } from '../terminal.ts'

const v1 = '/api/v1'
const folder = tableFolder()
let coop: RestRig
let ada: SignedIn
let max: SignedIn
let eve: SignedIn

beforeAll(async () => {
  folder.write('links.csv', 'keyword,destination_url\ndrive,https://drive.example/a\nboard,https://board.example\n')
  const extra = `links: { hosts: [go.example.coop], statistics: days, sources: [{ file: ${JSON.stringify(join(folder.path, 'links.csv'))} }] }`
  coop = await restRig({ servers: 0, extra })
  ada = await signIn(coop, { name: 'Ada', role: 'admin' })
  max = await signIn(coop, { name: 'Max' })
  eve = await signIn(coop, { name: 'Eve' })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const by = (who: SignedIn) => ({
  ask: (method: string, path: string, body?: unknown): Promise<RestAnswer> =>
    coop.ask(method, `${v1}${path}`, { headers: who.headers, body }),
})
const follow = async (path: string) => {
  const { status, location } = await at(coop.url, undefined, path)
  return location === '' ? status : location
}

describe('a link that is kept here', () => {
  test('is added by a member, who owns it, and leads on at once', async () => {
    const made = await by(max).ask('POST', '/links', { keyword: 'Calls', destination: 'https://meet.example/r/calls' })
    expect(made.status, made.text).toBe(201)
    expect(made.body).toMatchObject({
      keyword: 'calls',
      owner: max.person.id,
      source: 'portal',
      visibility: 'unlisted',
      mayChange: true,
      address: 'http://go.example.coop/calls',
    })
    expect(await follow('/l/CALLS')).toBe('https://meet.example/r/calls')
    expect((await at(coop.url, 'go.example.coop:8080', '/calls')).location).toBe('https://meet.example/r/calls')
  })

  test('is changed by its owner and by administrators, and by nobody else', async () => {
    const change = { destination: 'https://meet.example/r/all-hands' }
    const refused = await by(eve).ask('PATCH', '/links/calls', change)
    expect([refused.status, refused.body['code']]).toEqual([403, 'forbidden'])
    for (const [method, path, body] of [
      ['POST', '/links/calls/retire', {}],
      ['POST', '/links', { keyword: 'calls', destination: 'https://evil.example', replace: true }],
      ['DELETE', '/links/calls', undefined],
    ] as const) {
      expect((await by(eve).ask(method, path, body)).status).toBe(403)
    }
    expect(await follow('/l/calls')).toBe('https://meet.example/r/calls')
    expect((await by(max).ask('PATCH', '/links/calls', change)).status).toBe(200)
    expect((await by(ada).ask('PATCH', '/links/calls', { note: 'Every Tuesday' })).status).toBe(200)
    const again = { keyword: 'calls', destination: 'https://meet.example/r/all-hands', replace: true }
    expect((await by(max).ask('POST', '/links', again)).body).toMatchObject({
      note: 'Every Tuesday',
      owner: max.person.id,
    })
    expect(await follow('/l/calls')).toBe('https://meet.example/r/all-hands')
    const seen = (await by(eve).ask('GET', '/links')).body['links'] as { keyword: string; mayChange: boolean }[]
    expect(seen.find(({ keyword }) => keyword === 'calls')?.mayChange).toBe(false)
  })

  test('is not taken by mistake, and an address that cannot be used is refused', async () => {
    const add = (keyword: string, destination: string, more = {}) =>
      by(max).ask('POST', '/links', { keyword, destination, ...more })
    expect((await add('calls', 'https://a.example')).status).toBe(409)
    expect((await add('drive', 'https://a.example')).body).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('links.csv'),
    })
    expect((await add('drive', 'https://a.example', { replace: true })).status).toBe(409)
    expect((await add('bad keyword', 'https://a.example')).status).toBe(422)
    expect((await add('x', 'javascript:alert(1)')).status).toBe(422)
    expect((await add('x', 'none-such')).body['message']).toContain('no link none-such')
    expect((await add('loop', 'http://go.example.coop/loop')).status).toBe(422)
    expect((await add('zoom', 'https://zoom.example/?pwd=1', { visibility: 'public' })).body['message']).toContain(
      'password',
    )
    expect((await add('x', 'https://a.example', { owner: 'nobody' })).status).toBe(422)
    expect(await follow('/l/x')).toBe(404)
  })

  test('is retired with a word of farewell, and its keyword is not used again unless that is meant', async () => {
    await by(max).ask('POST', '/links', { keyword: 'agm', destination: 'https://agm.example', visibility: 'public' })
    const retired = await by(max).ask('POST', '/links/agm/retire', { note: 'See you next year.' })
    expect(retired.body).toMatchObject({ state: 'gone', isListed: false, location: null })
    const page = await at(coop.url, undefined, '/l/agm')
    expect([page.status, page.body.includes('See you next year.')]).toEqual([410, true])
    expect((await at(coop.url, undefined, '/l/agm', { accept: '*/*' })).body).toBe('This link is retired: agm.\n')
    const again = { keyword: 'agm', destination: 'https://agm.example/2' }
    expect((await by(eve).ask('POST', '/links', again)).body['message']).toContain('retired')
    expect((await by(max).ask('POST', '/links', { ...again, replace: true })).status).toBe(201)
    expect(await follow('/l/agm')).toBe('https://agm.example/2')
    const { findings } = (await by(eve).ask('GET', '/link-report')).body
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'cameBack', keyword: 'agm', kind: 'note' }))
  })

  test('keeps what became of it, and the audit log tells who, but no address', async () => {
    const { history } = (await by(eve).ask('GET', '/links/agm')).body as unknown as {
      history: Record<string, string | null>[]
    }
    expect(history.map(({ before, after, actor }) => [before, after, actor])).toEqual([
      ['', 'https://agm.example/2', `person:${max.person.id}`],
      ['https://agm.example', '', `person:${max.person.id}`],
      [null, 'https://agm.example', `person:${max.person.id}`],
    ])
    const { changes } = (await by(ada).ask('GET', '/audit?limit=20')).body as unknown as {
      changes: { action: string; subject: string }[]
    }
    const of = changes.filter(({ subject }) => subject === 'agm')
    expect(of.map(({ action }) => action)).toEqual(['link.change', 'link.retire', 'link.add'])
    expect(JSON.stringify(of)).not.toContain('agm.example')
  })

  test('is taken away by an administrator, and then the keyword is free', async () => {
    await by(max).ask('POST', '/links', { keyword: 'trial', destination: 'https://trial.example' })
    expect((await by(max).ask('DELETE', '/links/trial')).status).toBe(403)
    expect((await by(ada).ask('DELETE', '/links/trial')).status).toBe(204)
    expect(await follow('/l/trial')).toBe(404)
    expect((await by(ada).ask('DELETE', '/links/drive')).status).toBe(404)
  })

  test('is counted by the day, without a trace of who followed it', async () => {
    for (let i = 0; i < 3; i++) await follow('/l/calls')
    await at(coop.url, undefined, '/l/calls', { method: 'HEAD' })
    await at(coop.url, undefined, '/l/calls+')
    const before = (await by(eve).ask('GET', '/links/calls')).body['followed']
    await coop.app.installation.links.counts.save()
    const { counts, followed } = (await by(eve).ask('GET', '/links/calls')).body as {
      counts: { period: string; count: number }[]
      followed: number
    }
    expect([before, followed]).toEqual([0, expect.any(Number)])
    expect(counts).toEqual([{ period: new Date().toISOString().slice(0, 10), count: followed }])
    const rows = await coop.app.database.read((db) => db.selectFrom('link_counts').selectAll().execute())
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(['count', 'keyword', 'period'])
  })
})

describe('a table', () => {
  test('that disagrees with the portal is reported, and the table wins', async () => {
    await by(max).ask('POST', '/links', { keyword: 'later', destination: 'https://portal.example' })
    folder.write(
      'links.csv',
      'keyword,destination_url\ndrive,https://drive.example/b\nboard,https://board.example\nlater,https://table.example\n',
    )
    const report = await by(max).ask('POST', '/link-refresh')
    expect(report.status).toBe(200)
    expect(report.body['findings']).toContainEqual(
      expect.objectContaining({
        rule: 'differs',
        source: 'portal',
        keyword: 'later',
        other: expect.stringContaining('links.csv'),
      }),
    )
    expect(await follow('/l/later')).toBe('https://table.example')
    expect(await follow('/l/drive')).toBe('https://drive.example/b')
    const { history } = (await by(max).ask('GET', '/links/drive')).body as unknown as {
      history: Record<string, string>[]
    }
    expect(history[0]).toMatchObject({
      before: 'https://drive.example/a',
      after: 'https://drive.example/b',
      actor: expect.stringMatching(/^source:.*links\.csv$/),
    })
  })

  test('is imported after a look, all or nothing', async () => {
    const csv =
      'keyword,destination_url,visibility,note\nnew,https://new.example,public,Ours\nother,new,,\ncalls,https://meet.example/r/all-hands,,Every Tuesday\ndrive,https://x.example,,\nbad,javascript:x,,\n'
    const look = await by(ada).ask('POST', '/link-import', { csv })
    expect(look.body).toMatchObject({
      applied: false,
      adds: [{ keyword: 'new' }, { keyword: 'other' }],
      changes: [],
      same: 1,
      refused: [
        { keyword: 'drive', line: 5 },
        { keyword: 'bad', line: 6 },
      ],
    })
    expect(await follow('/l/new')).toBe(404)
    expect((await by(ada).ask('POST', '/link-import', { csv, apply: true })).body['applied']).toBe(true)
    expect([await follow('/l/new'), await follow('/l/other')]).toEqual(['https://new.example', 'https://new.example'])
    expect((await by(ada).ask('POST', '/link-import', { csv })).body).toMatchObject({ adds: [], changes: [], same: 3 })
  })

  test('of everything is given, which the reader takes back', async () => {
    const { text, headers } = await by(max).ask('GET', '/link-table')
    expect(headers.get('content-type')).toContain('text/csv')
    expect(text).toContain('new,https://new.example,public,,Ours\n')
    const { body } = await by(ada).ask('POST', '/link-import', { csv: text })
    expect([body['adds'], body['changes']]).toEqual([[], []])
  })

  test('and all the rest about links is in the export of their organisation', async () => {
    const zip = await fetch(`${coop.url}${v1}/organisations/main/export`, { headers: ada.headers })
    const names = Buffer.from(await zip.arrayBuffer()).toString('latin1')
    for (const name of ['links.jsonl', 'link-changes.jsonl', 'link-counts.jsonl']) expect(names).toContain(name)
  })
})

describe('what everybody sees', () => {
  test('is public links alone, found by a word, and one is led on at once by a keyword', async () => {
    const page = await at(coop.url, undefined, '/l/')
    expect(page.body).toContain('>new</a>')
    for (const hidden of ['calls', 'drive', 'agm']) expect(page.body).not.toContain(`>${hidden}</a>`)
    expect((await at(coop.url, undefined, '/l/?q=ours')).body).toContain('>new</a>')
    expect((await at(coop.url, undefined, '/l/?q=Calls')).location).toBe('https://meet.example/r/all-hands')
    expect((await at(coop.url, undefined, '/l')).location).toBe('/l/')
  })

  test('is where a link leads, and a QR code of its address', async () => {
    const { status, body } = await at(coop.url, undefined, '/l/other+')
    expect([status, body.includes('https://new.example'), body.includes('By way of: new')]).toEqual([200, true, true])
    const picture = await at(coop.url, undefined, '/l/other+.svg')
    expect(picture.headers['content-type']).toContain('image/svg+xml')
    expect(picture.body).toContain('http://go.example.coop/other')
  })

  test('is what they may have meant, of public links', async () => {
    expect((await at(coop.url, undefined, '/l/neww')).body).toContain('href="/l/new"')
    expect((await at(coop.url, undefined, '/l/cals')).body).not.toContain('href="/l/calls"')
    expect((await at(coop.url, undefined, '/l/neww', { accept: '*/*' })).body).toContain('Did you mean: new?')
  })

  test('is in French for whoever reads French', async () => {
    expect((await at(coop.url, undefined, '/l/neww?lang=fr')).body).toContain('Il n’y a pas de lien')
  })
})

describe('where the portal wins', () => {
  test('it covers what a table says, and gives it back', async () => {
    const extra = `links: { precedence: portal, sources: [{ file: ${JSON.stringify(join(folder.path, 'links.csv'))} }] }`
    await using other = await restRig({ servers: 0, extra })
    const ask = (method: string, path: string, body?: unknown) => other.local(method, `${v1}${path}`, { body })
    const led = async () => (await at(other.url, undefined, '/l/board')).location
    expect((await ask('PATCH', '/links/board', { destination: 'https://moved.example' })).status).toBe(200)
    expect(await led()).toBe('https://moved.example')
    expect((await ask('GET', '/link-report')).body['findings']).toContainEqual(
      expect.objectContaining({ rule: 'differs', other: 'portal' }),
    )
    expect((await ask('DELETE', '/links/board')).status).toBe(204)
    expect(await led()).toBe('https://board.example')
  })
})

test('links go on when the server of their table is killed, and after a restart too', async () => {
  using shell = openShell()
  await using server = await startTableServer('keyword,destination_url\nkept,https://kept.example\n')
  const coopYaml = `coop: { name: Example Co-op, domain: example.coop }
links: { sources: [{ url: "${server.url}", every: 10 }] }
meetings: { organisations: [{ id: main, secrets: ["secret://main"] }] }
`
  writeFileSync(join(shell.folder, 'coop.yaml'), coopYaml)
  {
    await using up = await shell.up(['--practice-servers', '0'])
    expect((await at(up.url, undefined, '/l/kept')).location).toBe('https://kept.example')
    await server.kill()
    const lint = await shell.mycel('link lint')
    expect(lint.out).toContain('1 link\n')
    await fetch(`${up.url}/l/kept`, { redirect: 'manual' })
    expect((await at(up.url, undefined, '/l/kept')).location).toBe('https://kept.example')
  }
  await using up = await shell.up(['--practice-servers', '0'])
  expect((await at(up.url, undefined, '/l/kept')).location).toBe('https://kept.example')
  await expect.poll(async () => (await shell.mycel('link lint')).out).toContain('nothing listens there')
  expect((await at(up.url, undefined, '/l/kept')).location).toBe('https://kept.example')
})
