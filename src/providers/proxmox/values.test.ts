import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSshKeys, writeSshKeys } from './cloud-init.ts'
import { readConfig, readPending } from './config.ts'
import { aboutIn, readMark, writeDescription, writeMark } from './mark.ts'
import { missingRights } from './preflight.ts'
import { readProperties, withProperties, writeProperties } from './properties.ts'
import { readUpid } from './upid.ts'

/** More with MYCEL_RUNS. */
const numRuns = Number(process.env['MYCEL_RUNS'] ?? 50)

const word = fc.stringMatching(/^[a-z][a-z0-9./-]{0,12}$/)

describe('a value that holds several', () => {
  it('is written as it was read, in its order', () => {
    const entries = fc.uniqueArray(fc.tuple(word, word), { minLength: 1, selector: ([key]) => key })
    fc.assert(
      fc.property(entries, (list) => {
        const text = writeProperties(new Map(list))
        expect([...readProperties(text)]).toEqual(list)
        expect(withProperties(text, {})).toBe(text)
      }),
      { numRuns },
    )
  })

  it('has its first part without a name', () => {
    const disk = 'local-lvm:vm-1001-disk-0,discard=on,size=20G'
    expect(withProperties(disk, { size: '30G', discard: undefined, backup: 0 })).toBe(
      'local-lvm:vm-1001-disk-0,size=30G,backup=0',
    )
  })
})

describe('SSH keys', () => {
  it('come back as they went, a space never as a plus', () => {
    const comment = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/\s+/g, ' ').trim())
    const key = comment.map((text) => `ssh-ed25519 AAAAC3+/x== ${text}`.trim())
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const value = writeSshKeys(keys)
        expect(readSshKeys(value)).toEqual(keys)
        expect(value).toMatch(/^[-%\w.~]*$/)
      }),
      { numRuns },
    )
  })
})

describe('a mark', () => {
  it('is found again, wherever it stands, with what people noted after it', () => {
    const mark = fc.record({
      owner: fc.domain(),
      id: word,
      vmid: fc.option(fc.integer({ min: 100 }), { nil: undefined }),
    })
    const line = fc.string({ maxLength: 30 }).map((text) =>
      text
        .replace(/[\r\n]+/g, ' ')
        .replaceAll('mycel:', '')
        .trim(),
    )
    fc.assert(
      fc.property(mark, line, line, (one, about, notes) => {
        const first = writeDescription(about, one, notes)
        expect(readMark(first)).toEqual(one)
        expect(aboutIn(first)).toBe(about)
        expect(writeDescription(about, one, first)).toBe(first)
        expect(readMark(`Production (${writeMark(one)})`)).toEqual(one)
      }),
      { numRuns },
    )
  })

  it.each(['', 'mycel', 'mycel: web1', 'run by mycel: us'])('is not in %j', (text) => {
    expect(readMark(text)).toBeUndefined()
  })
})

describe('the name of a task', () => {
  it('tells where it runs, what it does and for whom', () => {
    const text = 'UPID:pve:002A3FD2:15A32267:6877EF6A:qmclone:111:coop@pve!tool:'
    expect(readUpid(text)).toEqual({
      text,
      node: 'pve',
      startedAt: 0x6877ef6a,
      type: 'qmclone',
      id: '111',
      user: 'coop@pve!tool',
    })
  })

  it.each([null, '', 'UPID:pve', 'UPID:-pve:002A3FD2:15A32267:6877EF6A:qmclone:111:a@pve:', 7])('is not %j', (text) => {
    expect(readUpid(text)).toBeUndefined()
  })
})

describe('a configuration', () => {
  it('is the same whether numbers come as numbers or as text, and whichever request gave it', () => {
    const config = { memory: '2048', name: 'web1', description: 'two\nlines' }
    expect(readConfig({ memory: 2048, name: 'web1', description: 'two\nlines\n', digest: 'd' })).toEqual({
      config,
      digest: 'd',
    })
    const entries = [
      { key: 'memory', value: 2048 },
      { key: 'name', value: 'web1' },
      { key: 'digest', value: 'd' },
      { key: 'description', value: 'two\nlines\n' },
    ]
    expect(readPending(entries)).toEqual({ config, waiting: [] })
  })

  it('holds what waits, and says so', () => {
    const entries = [
      { key: 'memory', value: 2048, pending: 4096 },
      { key: 'balloon', value: 0, delete: 1 },
      { key: 'numa', pending: 1 },
      { key: 'cores', value: 2, pending: 2 },
    ]
    expect(readPending(entries)).toEqual({
      config: { cores: '2', memory: '4096', numa: '1' },
      waiting: [
        { key: 'balloon', from: '0', to: undefined },
        { key: 'memory', from: '2048', to: '4096' },
        { key: 'numa', from: undefined, to: '1' },
      ],
    })
  })
})

describe('rights', () => {
  const need = (path: string) => [{ path, privileges: ['A', 'B'], for: 'x' }]

  it.each([
    [{ '/pool/a': { A: 1, B: 0 } }, []],
    [{ '/': { A: 1, B: 1 } }, []],
    [{ '/': { A: 1, B: 0 } }, ['B']],
    [{ '/': { A: 1, B: 1 }, '/pool/a': { A: 1 } }, ['B']],
    [{ '/pool': { A: 1, B: 1 }, '/': {} }, []],
    [{}, ['A', 'B']],
  ])('%j lack %j at /pool/a', (permissions, missing) => {
    expect(missingRights(permissions as never, need('/pool/a')).flatMap(({ privileges }) => privileges)).toEqual(
      missing,
    )
  })
})
