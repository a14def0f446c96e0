import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryDatabase } from '../../test/databases.ts'
import { ledgerRig } from '../../test/ledger.ts'
import { openShell, type Up } from '../../test/terminal.ts'
import { openDatabase } from '../db/open.ts'
import { createSigner } from '../ledger/signature.ts'

const shell = openShell()
const { publicKey } = createSigner(Buffer.alloc(32, 7))

/** Files as an installation wrote them: two months, and one with a line that somebody changed. */
async function writeFiles(): Promise<void> {
  await using database = await openDatabase(await memoryDatabase())
  await using ledger = await ledgerRig(database)
  ledger.goTo('01-05T10:00')
  await ledger.meet(1000, { instance: 'i1' })
  ledger.goTo('03-04T00:00')
  await ledger.close()
  const [january, february] = [(await ledger.read('2026-01')).file, (await ledger.read('2026-02')).file]
  const text = JSON.stringify(january)
  writeFileSync(join(shell.folder, 'january.json'), text)
  writeFileSync(join(shell.folder, 'february.json'), JSON.stringify(february))
  writeFileSync(join(shell.folder, 'forged.json'), text.replace('"listening":60000000', '"listening":60000'))
  writeFileSync(join(shell.folder, 'installation.key'), `${publicKey}\n`)
}

describe('mycel statement verify', () => {
  beforeAll(writeFiles)
  afterAll(() => shell[Symbol.dispose]())

  it('needs nothing but the files, and says by which key they are signed', async () => {
    const { code, out } = await shell.mycel('statement verify january.json february.json')
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('All is right: 2 statements with 3 lines.') })
    expect(out).toContain(publicKey)
  })

  it('takes the key as text or as a file', async () => {
    for (const key of [publicKey, 'installation.key']) {
      expect(await shell.mycel(['statement', 'verify', 'january.json', '--key', key])).toMatchObject({
        code: 0,
        out: 'All is right: 1 statement with 2 lines.\n',
      })
    }
    const other = createSigner(Buffer.alloc(32, 8)).publicKey
    const answer = await shell.mycel(['statement', 'verify', 'january.json', '--key', other])
    expect(answer).toMatchObject({ code: 65, out: expect.stringContaining('not by the given key') })
  })

  it('names the line that somebody changed', async () => {
    const { code, out, err } = await shell.mycel('statement verify forged.json --key installation.key')
    expect({ code, out }).toEqual({
      code: 65,
      out: expect.stringContaining('Line 1 (room room-i1) does not fit its hash'),
    })
    expect(err).toContain('1 thing in these statements is wrong')
  })

  it('finds that a month between two is missing, and files that are none', async () => {
    expect(await shell.mycel('statement verify january.json january.json')).toMatchObject({ code: 65 })
    writeFileSync(join(shell.folder, 'empty.json'), '')
    expect(await shell.mycel('statement verify empty.json')).toMatchObject({ code: 65 })
    expect(await shell.mycel('statement verify nowhere.json')).toMatchObject({ code: 66 })
  })
})

describe('of a running Mycel', () => {
  const folder = openShell()
  let up: Up
  beforeAll(async () => {
    up = await folder.up()
  })
  afterAll(async () => {
    await up.end()
    folder[Symbol.dispose]()
  })

  it('mycel usage says how long it is kept, and statement that no month is closed', async () => {
    const usage = await folder.mycel('usage')
    expect(usage).toMatchObject({ code: 0, err: 'Nothing was used in that month.\n' })
    expect(usage.out).toContain('kept for 400 days, under pseudonyms')
    expect(await folder.mycel('usage --month 2026-13')).toMatchObject({ code: 64 })
    expect(await folder.mycel('statement list')).toMatchObject({
      code: 0,
      err: expect.stringContaining('No month is closed'),
    })
    expect(await folder.mycel('statement show 2020-01')).toMatchObject({ code: 66 })
    expect(await folder.mycel('statement export 2020-01')).toMatchObject({ code: 66 })
    expect((await folder.mycel('statement key')).out).toMatch(/^[A-Za-z0-9+/]{59}=\n$/)
  })
})
