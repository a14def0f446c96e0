import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShell, type Up } from '../../test/terminal.ts'
import { type FakeSynapse, startFakeSynapse } from '../providers/matrix/fake/server.ts'

const day = 86_400_000
const shell = openShell()
let synapse: FakeSynapse
let up: Up

beforeAll(async () => {
  synapse = await startFakeSynapse()
  const room = synapse.makeRoom(Date.now() - 300 * day)
  for (const age of [200, 150, 1]) synapse.send(room, { body: 'private' }, Date.now() - age * day)
  const yaml = `coop: { name: Example Co-op, domain: example.coop }
chat:
  homeserver: ${synapse.url}
  token: env://MATRIX
  notice_days: 0
  rooms:
    - { id: "${room}", name: Talk, owner: Ada, consent: 2026-06-08 }
    - { id: "!gone:fake.example", name: Gone, owner: Max, consent: 2026-06-08, retention: 10 days }
meetings: { organisations: [{ id: main, secrets: [secret://main] }] }
`
  writeFileSync(join(shell.folder, 'coop.yaml'), yaml)
  up = await shell.up([], { env: { MATRIX: synapse.token } })
})
afterAll(async () => {
  await up.end()
  shell[Symbol.dispose]()
  await synapse[Symbol.asyncDispose]()
})

test('rooms are listed, counted, purged and held, and the last line says what state they are in', async () => {
  expect((await shell.mycel('chat list')).out).toMatch(
    /^Gone +Max +10 days +2026-06-08 +deletes +- +!gone:fake\.example$/m,
  )
  const counted = await shell.mycel('chat purge --dry-run')
  expect(counted).toMatchObject({ code: 69, err: '1 of 2 rooms could not be counted.\n' })
  expect(counted.out).toMatch(/^Talk +2 +0 +\d{4}-\d\d-\d\d +deletes$/m)
  expect(counted.out).toMatch(/2 messages are old enough\. Nothing was deleted\.\n$/)

  const purged = await shell.mycel('chat purge')
  expect(purged).toMatchObject({ code: 69, err: expect.stringMatching(/What it calls deleted is gone\.\n$/) })
  expect(purged.out).toMatch(/^Talk +done +2 +0 +0/m)
  expect(purged.out).toMatch(/^Gone +failed .*Room not found/m)
  expect((await shell.mycel('chat purge Talk')).code).toBe(0)
  expect((await shell.mycel('chat history')).out).toMatch(/^now|ago .*local:\S+ +Talk +done +0/m)

  expect((await shell.mycel(['chat', 'hold', 'Talk', '--reason', 'a court order'])).code).toBe(0)
  expect((await shell.mycel('chat purge Talk')).out).toMatch(/^Talk +skipped .*held: a court order$/m)
  expect((await shell.mycel('chat release Talk')).code).toBe(0)
  expect((await shell.mycel('chat hold Nowhere --reason x1')).code).toBe(66)
})

test('a picture is added, listed, hidden, exported and removed', async () => {
  const file = join(shell.folder, 'garden.png')
  await sharp({ create: { width: 30, height: 20, channels: 3, background: 'green' } })
    .png()
    .toFile(file)
  const added = await shell.mycel(['vision', 'add', 'garden.png', '--alt', 'A garden'])
  const [, id = ''] = /\/vision\/main\/(\w+)\n$/.exec(added.out) ?? []
  expect((await shell.mycel('vision list')).out).toMatch(/^\w{21} .* 30 × 20 .* A garden\n1 picture takes/m)
  expect((await shell.mycel(`vision hide ${id}`)).out).toBe(`The picture ${id} is hidden.\n`)
  expect((await shell.mycel(`vision hide ${id} --undo`)).code).toBe(0)
  expect((await shell.mycel('vision export out')).out).toMatch(/^1 picture/)
  expect((await sharp(join(shell.folder, 'out', `${id}.webp`)).metadata()).width).toBe(30)
  expect((await shell.mycel(`vision remove ${id}`)).code).toBe(0)
  expect((await shell.mycel('vision add coop.yaml --alt no')).code).toBe(65)
  expect((await shell.mycel('vision add none.png --alt no')).code).toBe(66)
})
