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

test('a room is added, listed, shown, changed, opened and removed', async () => {
  const added = await shell.mycel(['room', 'add', 'calls', '--title', 'Our calls', '--preset', 'private'])
  expect(added.out).toMatch(/^The room calls is there: http:\/\/\S+\/r\/calls\nWhoever .* code: [a-z0-9]{8}\n$/)
  expect((await shell.mycel('room list')).out).toMatch(/^calls +private +- +0 +Our calls$/m)
  expect((await shell.mycel('room show calls')).out).toMatch(/^lobby +true$/m)

  const set = 'room set calls --name all-hands --setting lobby=false --size 40 --access-code none --moderator-code new'
  const changed = (await shell.mycel(set)).out
  expect(changed).toMatch(/^old names +calls$/m)
  expect(changed).toMatch(/^lobby +false {2}\(not as in the preset\)$/m)
  expect(changed).toMatch(/^access code +none$/m)
  expect(changed).toMatch(/^moderator code +[a-z0-9]{8}$/m)
  expect(changed).toMatch(/^expected size +40 people$/m)
  const again = await shell.mycel('room set all-hands --setting lobby=preset --size none')
  expect(again.err).toBe('')
  expect(again.out).toMatch(/^lobby +true$/m)

  const opened = await shell.mycel('room open calls --as Ada')
  expect(opened.out).toMatch(/^The meeting of calls is there\. .*\nhttp:\/\/\S+\/j\/\S+\n$/)
  expect((await shell.mycel('room show all-hands')).out).toMatch(/^now +0 people, since now$/m)
  expect((await shell.mycel('room remove all-hands')).out).toBe('The room all-hands is removed.\n')
  expect((await shell.mycel('room show all-hands')).code).toBe(66)
})

test('mistakes say what to do', async () => {
  const wrong = await shell.mycel('room add calls-2 --setting lobby=often')
  expect(wrong.err).toContain('settings.lobby: must be true or false')
  await shell.mycel('organisation add school')
  const unclear = await shell.mycel('room list')
  expect(unclear).toMatchObject({ code: 64, out: '' })
  expect(unclear.err).toContain('add --organisation ID')
  expect((await shell.mycel('room list --organisation school --json')).out).toBe('{\n  "rooms": []\n}\n')
})
