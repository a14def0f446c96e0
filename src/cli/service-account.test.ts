import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShell, type Up } from '../../test/terminal.ts'

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

async function type(words: string | readonly string[]): Promise<string> {
  const { code, out, err } = await shell.mycel(words)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

const place = ['--organisation', 'school']

/** Makes an account by invitation and takes it up as a browser does. */
async function join(name: string): Promise<void> {
  const address = `${name}@example.coop`
  const out = await type(['person', 'invite', address, '--name', name, '--role', 'admin', ...place])
  const link = /^http\S+\/invitation\/\w+$/m.exec(out)?.[0] ?? ''
  const page = await fetch(link)
  const proof = /name="proof" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const password = 'three blue herons at dawn'
  const body = new URLSearchParams({ proof, password, again: password })
  const answer = await fetch(link, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })
  expect(answer.status).toBe(303)
}

describe('mycel person invite', () => {
  it('makes the first administrator, and is listed and revoked until it is used', async () => {
    const out = await type(['person', 'invite', 'zoe@example.coop', '--name', 'Zoe', '--role', 'admin', ...place])
    expect(out).toMatch(/^To print, with a QR code: http\S+\/print$/m)
    const listed = await type(['person', 'invitations', ...place])
    const [, id = ''] = /^(\w{12}) /m.exec(listed) ?? []
    expect(await type(['person', 'uninvite', id, ...place])).toContain('worthless now')
    expect((await shell.mycel(['person', 'invitations', ...place])).err).toContain('no open invitation')
    expect((await shell.mycel(['person', 'uninvite', id, ...place])).code).toBe(66)
  })
})

describe('mycel service-account', () => {
  it('is made with two owners, shown, given tokens, and removed', async () => {
    await join('ada')
    await join('max')
    const owners = ['--owner', 'ada@example.coop', '--owner', 'max@example.coop']
    const add = ['service-account', 'add', 'sync', '--right', 'people.manage', '--expects-every', '24', ...place]
    expect((await shell.mycel(add)).code).toBe(64)
    expect(await type([...add, ...owners])).toContain('mycel service-account rotate sync')
    expect(await type(['service-account', 'rotate', 'sync', ...place])).toMatch(/^mycel_service_[a-z0-9]{40}$/m)
    const shown = await type(['service-account', 'show', 'sync', ...place])
    expect(shown).toMatch(/^may +people\.manage$/m)
    expect(shown).toMatch(/^expected every +24 hours$/m)
    expect(shown).toMatch(/^token +\w+, last used /m)
    expect(await type(['service-account', 'success', 'sync', ...place])).toContain('is noted')
    expect(await type(['service-account', 'list', ...place])).toMatch(/^sync +people\.manage +1 .* well$/m)
    expect(await type(['status'])).not.toContain('service accounts')
    await type(['person', 'suspend', 'max@example.coop', ...place])
    expect(await type(['service-account', 'list', ...place])).toContain('an owner is gone')
    expect(await type(['status'])).toMatch(/^service accounts +1 overdue or without an owner; see: /m)
    await join('eve')
    const change = ['service-account', 'owners', 'sync', 'ada@example.coop', 'eve@example.coop', ...place]
    expect(await type(change)).toContain('answer for sync now')
    expect(await type(['service-account', 'remove', 'sync', ...place])).toContain('is removed')
    expect((await shell.mycel(['service-account', 'show', 'sync', ...place])).code).toBe(66)
  })
})
