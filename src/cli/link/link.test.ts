import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShell, type Shell, type Typed, type Up } from '../../../test/terminal.ts'

const web = createServer((request, response) => response.writeHead(request.url === '/there' ? 200 : 404).end())
let shell: Shell
let up: Up
let there = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  there = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
  shell = openShell()
  const yaml = `coop: { name: Example Co-op, domain: example.coop }
network: { outbound_allow: ["127.0.0.0/8"] }
links: { sources: [{ file: table.csv }] }
meetings: { organisations: [{ id: main, secrets: ["secret://main"] }] }
`
  writeFileSync(join(shell.folder, 'coop.yaml'), yaml)
  writeFileSync(join(shell.folder, 'table.csv'), 'keyword,destination_url\ndrive,https://drive.example/x\n')
  up = await shell.up(['--practice-servers', '0'])
})
afterAll(async () => {
  await up[Symbol.asyncDispose]()
  shell[Symbol.dispose]()
  web.close()
})

const mycel = (words: string | readonly string[]): Promise<Typed> => shell.mycel(words)

describe('mycel link lint', () => {
  test('reads a file without a running Mycel, and fails for what is wrong', async () => {
    using other = openShell()
    writeFileSync(
      join(other.folder, 'a.csv'),
      'keyword,destination_url\na,https://go.example/b\nb,https://go.example/a\n',
    )
    const { code, out } = await other.mycel('link lint a.csv --host go.example')
    expect(code).toBe(65)
    expect(out).toBe(
      'a.csv: 2 links\na.csv:2: error: a: leads back to itself (a → b → a)\na.csv:3: error: b: leads back to itself (b → a → b)\n2 errors, 0 warnings, 0 notes.\n',
    )
  })

  test('fails for warnings only when it is to be strict', async () => {
    using other = openShell()
    writeFileSync(join(other.folder, 'a.csv'), 'keyword,destination_url\na,http://a.example\n')
    expect((await other.mycel('link lint a.csv')).code).toBe(0)
    expect((await other.mycel('link lint a.csv --strict')).code).toBe(65)
    expect(JSON.parse((await other.mycel('link lint a.csv --json')).out)).toMatchObject({
      findings: [{ rule: 'plainHttp', line: 2 }],
    })
  })

  test('asks the running one for everything that it serves', async () => {
    expect(await mycel('link lint')).toMatchObject({ code: 0, out: 'table.csv: 1 link\nNothing is wrong.\n' })
  })

  test('says which file cannot be read', async () => {
    expect(await mycel('link lint none.csv')).toMatchObject({
      code: 66,
      err: expect.stringContaining('none.csv cannot be read'),
    })
  })
})

test('a link is added, shown, led elsewhere and retired', async () => {
  const added = await mycel(['link', 'add', 'Calls', 'https://meet.example/calls?pwd=geheim', '--note', 'Tuesdays'])
  expect(added).toMatchObject({ code: 0, out: `${up.url}/l/calls leads to https://meet.example/calls?pwd=••••\n` })
  expect((await mycel('link add calls https://other.example')).code).toBe(73)
  expect((await mycel('link add calls https://other.example --replace')).code).toBe(0)
  expect((await mycel(['link', 'retire', 'calls', '--note', 'Over.'])).out).toContain('is retired')
  const { out } = await mycel('link show calls')
  expect(out).toContain('nowhere: it is retired')
  expect(out).toMatch(/https:\/\/other\.example → \(retired\)/)
  expect(out).toMatch(/\?pwd=•••• → https:\/\/other\.example/)
})

test('a link of a table is changed in the table', async () => {
  expect(await mycel('link retire drive')).toMatchObject({
    code: 1,
    err: expect.stringContaining('comes from table.csv'),
  })
})

test('links are listed for people, for programs, and as a table that can be read again', async () => {
  await mycel('link add handbook https://handbook.example --visibility public')
  const { out } = await mycel('link list')
  expect(out).toMatch(/^handbook +public +portal +0 +https:\/\/handbook\.example$/m)
  expect(out).toMatch(/^drive +unlisted +table\.csv +0 +https:\/\/drive\.example\/x$/m)
  expect((await mycel('link list --public')).out).not.toContain('drive')
  expect((await mycel('link list hand --csv')).out).toBe(
    'keyword,destination_url,visibility,owner,note\nhandbook,https://handbook.example,public,,\n',
  )
  expect((await mycel('link list nothing-such')).err).toBe('No link has that.\n')
})

test('a table is imported after a look', async () => {
  writeFileSync(
    join(shell.folder, 'more.csv'),
    'keyword,destination_url\nwiki,https://wiki.example\nbad,nonsense here\n',
  )
  const look = await mycel('link import more.csv')
  expect(look.out).toContain('1 to add, 0 to change, 0 unchanged, 1 row refused.')
  expect(look.out).toContain('Nothing was changed. To do it, repeat the command with --apply.')
  expect((await mycel('link show wiki')).code).toBe(66)
  expect((await mycel('link import more.csv --apply')).out).toContain('Done.')
  expect((await mycel('link show wiki')).out).toContain('https://wiki.example')
})

test('a check tells what is there, what is gone, and what may not be asked', async () => {
  for (const [keyword, destination] of [
    ['here', `${there}/there`],
    ['lost', `${there}/lost`],
    ['inside', 'http://10.0.0.1/admin'],
  ] as const) {
    await mycel(['link', 'add', keyword, destination])
  }
  const lost = await mycel('link check lost')
  expect([lost.code, lost.out]).toEqual([0, expect.stringMatching(/^lost +gone +HTTP 404/m)])
  expect((await mycel('link check here')).out).toMatch(/^here +fine/m)
  expect((await mycel('link check inside')).out).toMatch(/^inside +blocked .*private/m)
  const last = JSON.parse((await mycel('link check --last --json')).out)
  expect(last.results.map(({ keyword }: { keyword: string }) => keyword)).toEqual(['here', 'inside', 'lost'])
})
