import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, tableFolder } from '../links.ts'
import { sendRaw } from '../raw-http.ts'
import { type RestRig, restRig } from '../rest.ts'

// A table with every quirk that a real one was found to have over the years. The names of the tests are its rows.
const quirks = `keyword,destination_url
drive,https://drive.example.com/drive/u/0/shared-drives
gdrive,https://link.hypha.coop/drive
github,https://github.com/hyphacoop
gh,https://link.hypha.coop/github
zoom-yj, https://zoom.example/j/8836125112?pwd=geheim7 
Upper-Case,https://upper.example/
Finance-monthly-report: https://docs.example.com/f
twice,https://first.example/
Twice,https://second.example/
retired,
one,https://link.hypha.coop/two
two,https://link.hypha.coop/three
three,https://end.example/
round,https://link.hypha.coop/about
about,https://link.hypha.coop/round
nowhere,https://link.hypha.coop/not-there
facebook,https://www.facebook.example/hyphacoop/
fb,https://www.facebook.example/hyphacoop/
mentions,http://node2.example/hypha/
values,https://handbook.example/vision.html#values
new-task,https://github.com/hyphacoop/organizing/issues/new?template=task_template.md
editorial,https://calendar.example/embed?src=c_i7%40group.calendar
secret-files,https://github.com/hyphacoop/organizing-private/blob/master/account.md
cosmos-calls,https://meet.example/y
comsos-calls-recorded,https://meet.example/x
ops-wg,https://loomio.example/g/KvA/working-groups-infrastructure
inf-wg,https://loomio.example/g/o5Q/working-groups-operations
logs,https://circleci.example/gh/hyphacoop
status,https://status.example/
cron,https://github.com/hyphacoop/worker-coop-scripts
template,https://raw.example/allhands.md
portal,https://portal.example/
api,https://api.example/
l,https://letter.example/
email,https://gmail.com
comma,https://maps.example/@43.6,-79.3,15z
glued,https://a.examplenext,https://b.example
evil,javascript:alert(1)
last,https://last.example/`

const host = 'link.hypha.coop'
let coop: RestRig
const folder = tableFolder()

beforeAll(async () => {
  folder.write('quirks.csv', quirks)
  const extra = `links:
  hosts: [${host}]
  sources: [{ file: ${JSON.stringify(join(folder.path, 'quirks.csv'))}, visibility: public }]`
  coop = await restRig({ servers: 0, extra })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const follow = async (path: string) => {
  const { status, location } = await at(coop.url, host, path)
  return location === '' ? status : `${status} ${location}`
}

async function rulesOf(keyword: string): Promise<string[]> {
  const { body } = await coop.local('GET', '/api/v1/link-report')
  const findings = body['findings'] as { keyword: string; rule: string; kind: string }[]
  return findings.filter((one) => one.keyword === keyword).map(({ kind, rule }) => `${kind} ${rule}`)
}

describe('the quirks of a real table', () => {
  test('leading/trailing space in destination', async () => {
    expect(await follow('/zoom-yj')).toBe('302 https://zoom.example/j/8836125112?pwd=geheim7')
    expect(await rulesOf('zoom-yj')).toContain('warning blankDestination')
  })

  test('duplicate keyword (case-insensitive)', async () => {
    expect(await follow('/TWICE')).toBe('302 https://first.example/')
    expect(await rulesOf('twice')).toContain('error duplicate')
  })

  test('upper case in keyword', async () => {
    expect(await follow('/upper-case')).toBe('302 https://upper.example/')
    expect(await follow('/UPPER-CASE')).toBe('302 https://upper.example/')
    expect(await rulesOf('upper-case')).toEqual(['note capitals'])
  })

  test('malformed row', async () => {
    expect(await follow('/finance-monthly-report')).toBe(404)
    expect(await follow('/glued')).toBe(404)
    expect(await follow('/next')).toBe(404)
    expect(await follow('/comma')).toBe('302 https://maps.example/@43.6,-79.3,15z')
    expect(await rulesOf('Finance-monthly-report: https://docs.example.com/f')).toEqual(['error colon'])
    expect(await rulesOf('glued')).toEqual(['error glued'])
  })

  test('empty destination = delete', async () => {
    expect(await follow('/retired')).toBe(410)
    expect((await at(coop.url, host, '/retired')).body).toContain('is retired')
  })

  test('destination is another shortlink (alias): one redirect', async () => {
    expect(await follow('/gdrive')).toBe('302 https://drive.example.com/drive/u/0/shared-drives')
    expect(await follow('/gh')).toBe('302 https://github.com/hyphacoop')
  })

  test('alias chain longer than 1 hop / loop / dangling', async () => {
    expect(await follow('/one')).toBe('302 https://end.example/')
    expect([await follow('/round'), await follow('/nowhere')]).toEqual([404, 404])
    expect((await at(coop.url, host, '/round')).body).toContain('leads nowhere')
    expect(await rulesOf('one')).toEqual(['warning chain'])
    expect(await rulesOf('round')).toEqual(['error loop'])
    expect(await rulesOf('nowhere')).toEqual(['error dangling'])
  })

  test('identical destinations', async () => {
    expect(await follow('/fb')).toBe(await follow('/facebook'))
    expect(await rulesOf('fb')).toEqual(['note same'])
  })

  test('plain http:', async () => {
    expect(await follow('/mentions')).toBe('302 http://node2.example/hypha/')
    expect(await rulesOf('mentions')).toEqual(['warning plainHttp'])
  })

  test('destination with #fragment / ?query / %xx', async () => {
    expect(await follow('/values')).toBe('302 https://handbook.example/vision.html#values')
    expect(await follow('/values?print=1')).toBe('302 https://handbook.example/vision.html?print=1#values')
    expect(await follow('/new-task?labels=a%2Cb&template=other')).toBe(
      '302 https://github.com/hyphacoop/organizing/issues/new?template=task_template.md&labels=a%2Cb',
    )
    expect(await follow('/editorial')).toBe('302 https://calendar.example/embed?src=c_i7%40group.calendar')
  })

  test('meeting password in URL (pwd=): followed, and shown nowhere', async () => {
    for (const path of ['/zoom-yj+', '/?q=zoom', '/zoom-yk'])
      expect((await at(coop.url, host, path)).body).not.toContain('geheim7')
    expect((await at(coop.url, host, '/')).body).not.toContain('zoom-yj')
    expect(await rulesOf('zoom-yj')).toContain('error publicPassword')
  })

  test('into *-private repos: followed, and not searched for', async () => {
    expect(await follow('/secret-files')).toMatch(/^302 .*organizing-private/)
    expect((await at(coop.url, host, '/?q=secret')).body).not.toContain('secret-files')
    expect(await rulesOf('secret-files')).toEqual(['note privatePlace'])
  })

  test('typos kept alive', async () => {
    expect(await follow('/comsos-calls-recorded')).toBe('302 https://meet.example/x')
    expect(await rulesOf('comsos-calls-recorded')).toEqual(['warning misspelt'])
  })

  test('swapped', async () => {
    expect([await rulesOf('ops-wg'), await rulesOf('inf-wg')]).toEqual([['warning swapped'], ['warning swapped']])
  })

  test('stale: what a check finds, see the journey of links', async () => {
    expect(await follow('/logs')).toBe('302 https://circleci.example/gh/hyphacoop')
  })

  test('reserved-looking words used as keys', async () => {
    for (const word of ['status', 'cron', 'logs', 'template', 'portal', 'api', 'l'])
      expect(await follow(`/${word}`)).toMatch(/^302/)
    expect((await at(coop.url, undefined, '/l/portal')).location).toBe('https://portal.example/')
    // The program itself is not there: what is no keyword is nothing.
    expect(await follow('/api/v1/status')).toBe('302 https://api.example/v1/status')
    for (const path of ['/metrics', '/healthz', '/sign-in', '/scim/v2/Users', '/bigbluebutton/api', '/r/calls']) {
      expect([path, await follow(path)]).toEqual([path, 404])
    }
  })

  test('bare host without path', async () => {
    expect(await follow('/email')).toBe('302 https://gmail.com')
  })

  test('no newline at the end', async () => {
    expect(await follow('/last')).toBe('302 https://last.example/')
    expect(await rulesOf('')).toEqual(['warning unfinished'])
  })
})

describe('what the script before did wrong', () => {
  test('the header row is no link', async () => {
    expect(await follow('/keyword')).toBe(404)
  })

  test('a redirect carries no page', async () => {
    const { body, headers } = await at(coop.url, host, '/drive')
    expect([body, headers['content-length']]).toEqual(['', '0'])
  })

  test('an unknown keyword is 404, and is not echoed as it came', async () => {
    const { status, body } = await at(coop.url, host, '/%3Cscript%3Ealert(1)%3C/script%3E')
    expect(status).toBe(404)
    expect(body).not.toContain('<script')
    expect((await at(coop.url, host, '/no%0d%0aset-cookie:x', { accept: '*/*' })).headers['set-cookie']).toBeUndefined()
  })

  test('a trailing slash does not matter, and a path behind a whole site is passed on', async () => {
    expect(await follow('/drive/')).toBe('302 https://drive.example.com/drive/u/0/shared-drives')
    expect(await follow('/github/organizing/issues?q=x')).toBe('302 https://github.com/hyphacoop/organizing/issues?q=x')
    expect(await follow('/gh/organizing')).toBe('302 https://github.com/hyphacoop/organizing')
    expect(await follow('/values/more')).toBe(404)
    expect(await follow('/github/%2e%2e/evil')).toBe(404)
  })

  test('bare bytes behind a keyword harm nobody', async () => {
    const head = `HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
    for (const bytes of ['\x7f', '\xe9\xff', '%0d%0aset-cookie:x', '%00', '\t']) {
      const answer = await sendRaw(coop.url, Buffer.from(`GET /github?x=${bytes} ${head}`, 'latin1'))
      expect(answer?.headers.get('set-cookie')).toBeUndefined()
      if (answer?.status === 302)
        expect(answer.headers.get('location')).toMatch(/^https:\/\/github\.com\/hyphacoop\?x=[\x21-\x7e]+$/)
    }
    expect(await follow('/github')).toBe('302 https://github.com/hyphacoop')
  })

  test('no browser is sent to a script', async () => {
    expect(await follow('/evil')).toBe(404)
    expect(await rulesOf('evil')).toEqual(['error scheme'])
  })

  test('the page loads nothing from elsewhere', async () => {
    const { body, headers } = await at(coop.url, host, '/')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(body).not.toMatch(/(src|href)="https?:/)
  })
})

const real = join(import.meta.dirname, '../../../shared/data/links/shortlinks.csv')

describe.skipIf(!existsSync(real))('a real table of 165 links (skipped where it is not at hand)', () => {
  let rig: RestRig
  const rows = existsSync(real)
    ? readFileSync(real, 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(',')), line.slice(line.indexOf(',') + 1).trim()] as const)
    : []

  beforeAll(async () => {
    const extra = `links: { hosts: [${host}], sources: [{ file: ${JSON.stringify(real)}, visibility: public }] }`
    rig = await restRig({ servers: 0, extra })
  })
  afterAll(async () => {
    await rig[Symbol.asyncDispose]()
  })

  test('every link leads where its row says, aliases to where their link does', async () => {
    const table = new Map(rows)
    const wanted = rows.map(([keyword, destination]) => {
      const alias = /^https:\/\/link\.hypha\.coop\/(.+)$/.exec(destination)?.[1]
      return [keyword, 302, alias === undefined ? destination : table.get(alias)]
    })
    const got = []
    for (const [keyword] of rows) {
      const { status, location } = await at(rig.url, host, `/${keyword}`)
      got.push([keyword, status, location])
    }
    expect(rows).toHaveLength(165)
    expect(got).toEqual(wanted)
  })

  test('every keyword is found in capitals, with a slash, and at the usual address', async () => {
    for (const [keyword] of rows) {
      const { location } = await at(rig.url, host, `/${keyword}`)
      expect((await at(rig.url, host, `/${keyword.toUpperCase()}/`)).location).toBe(location)
      expect((await at(rig.url, undefined, `/l/${keyword}`)).location).toBe(location)
    }
  })

  test('its faults are found, and no more', async () => {
    const { body } = await rig.local('GET', '/api/v1/link-report')
    const findings = body['findings'] as { rule: string; keyword: string; kind: string }[]
    const by = (rule: string) => findings.filter((one) => one.rule === rule).map(({ keyword }) => keyword)
    expect(by('blankDestination')).toEqual(['zoom-yj'])
    expect(by('swapped').toSorted()).toEqual(['inf-wg', 'ops-wg'])
    expect(by('misspelt')).toEqual(['comsos-calls-private', 'comsos-calls-recorded', 'infrastucture'])
    expect(by('plainHttp')).toEqual(['mentions', 'holiday-special-time'])
    expect(by('publicPassword').toSorted()).toEqual(['zoom-bl', 'zoom-star', 'zoom-yj'])
    expect(by('privatePlace')).toHaveLength(7)
    expect(by('same')).toHaveLength(5)
    expect(findings).toHaveLength(1 + 2 + 3 + 2 + 3 + 7 + 5)
  })

  test('what is private is on no page', async () => {
    const { body } = await at(rig.url, host, '/')
    for (const keyword of [
      'zoom-bl',
      'zoom-yj',
      'zoom-star',
      'account-information',
      'calls-private',
      'starling-issues',
    ]) {
      expect(body).not.toContain(`>${keyword}<`)
    }
    expect(body).toContain('>handbook<')
  })
})
