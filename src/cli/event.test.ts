import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShell, type Up } from '../../test/terminal.ts'

const shell = openShell()
let up: Up

beforeAll(async () => {
  up = await shell.up()
})
afterAll(async () => {
  await up.end()
  shell[Symbol.dispose]()
})

/** Somebody fills in the form that everybody may see. */
async function askForEvent(url: string, title: string): Promise<number> {
  const startsAt = new Date(Date.now() + 7 * 86_400_000).toISOString()
  const fields = { name: 'Rosa Parks', email: 'rosa@example.coop', title, kind: 'once', infrastructure: 'ours' }
  const numbers = { minutes: '90', people: '40', cameras: '4', listeners: '0', breakouts: '0' }
  const when = { date: startsAt.slice(0, 10), time: startsAt.slice(11, 16), zone: 'UTC' }
  const rest = { recording: 'no', talk: 'few', identity: 'link', geography: '', budget: '', notes: '' }
  const body = new URLSearchParams({ ...fields, ...numbers, ...when, ...rest })
  return (await fetch(url, { method: 'POST', body, redirect: 'manual' })).status
}

test('the form is opened, and what is asked for on it is listed, shown, accepted, declined and removed', async () => {
  expect((await shell.mycel('event list')).err).toContain('Nobody has asked for an event.')
  expect((await shell.mycel('event form')).out).toBe('The form is closed.\n')
  const opened = await shell.mycel('event form open')
  const [, url = ''] = /^The form is open, at (\S+)$/m.exec(opened.out) ?? []
  expect(await askForEvent(url, 'Assembly')).toBeLessThan(400)
  expect(await askForEvent(url, 'Party')).toBeLessThan(400)

  const listed = (await shell.mycel('event list')).out
  const [, party = '', , assembly = ''] =
    /^(\S+) +new +(\S+ \S+ 90 minutes) +40 +Party[^]*^(\S+) +new .*Assembly/m.exec(listed) ?? []
  const shown = (await shell.mycel(`event show ${assembly}`)).out
  expect(shown).toMatch(/^people +40, 4 cameras, 0 who only listen$/m)
  expect(shown).toMatch(/^asked by +shown to administrators$/m)
  expect(shown).toMatch(/^It fits, even when the largest server fails\.$/m)

  const accepted = await shell.mycel(`event accept ${assembly} --name assembly`)
  expect(accepted.out).toMatch(/^The room assembly is booked for it: http:\/\/\S+\/r\/assembly$/m)
  expect((await shell.mycel(`event decline ${party}`)).out).toContain('is declined. No e-mail is sent')
  expect((await shell.mycel(`event decline ${assembly}`)).code).not.toBe(0)
  expect((await shell.mycel(`event remove ${party}`)).code).toBe(0)
  expect((await shell.mycel('event list')).out).toMatch(/^\S+ +accepted .*Assembly/m)
  expect((await shell.mycel(`event show ${party}`)).code).toBe(66)
  expect((await shell.mycel('event form closed')).out).toBe('The form is closed.\n')
  expect((await shell.mycel('event form ajar')).err).toContain('write open or closed')
})
