import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../config/load.ts'
import { readRoomList } from './chat-read.ts'

const a = '!cAjsRgDfbXqdpIHfTt:example.net'
const b = '!bAlSVEPGHLWhmUfQRP:example.net'

/** The real list, where it is on this machine. */
const real = new URL('../../../shared/data/matrix-rooms.txt', import.meta.url)

describe('a plain list of rooms', () => {
  test('names duplicates and what is no room, with their lines', () => {
    const { yaml, faults, rooms } = readRoomList(`# ours\n${a}\r\n\n${b}  # board\n#alias:example.net\n${a}\nroom`)
    expect(rooms).toBe(2)
    expect(faults).toEqual([
      '5: "#alias:example.net" is not the id of a room, and is left out',
      `6: ${a} is on line 2 already, and is taken once`,
      '7: "room" is not the id of a room, and is left out',
    ])
    expect(toConfig(yaml).chat?.rooms.map(({ id }) => id)).toEqual([a, b])
  })

  test('becomes YAML that coop.yaml takes, whatever is in it', () => {
    const line = fc.oneof(fc.constantFrom(a, b, '', '#', '!x', '!y:z"'), fc.string())
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { yaml, rooms } = readRoomList(lines.join('\n'))
        expect(toConfig(yaml).chat?.rooms).toHaveLength(rooms)
      }),
      { numRuns: Number(process.env['MYCEL_RUNS'] ?? 100) },
    )
  })

  test.skipIf(!existsSync(real))('of ten lines that a co-op used holds nine rooms', () => {
    const { faults, rooms } = readRoomList(readFileSync(real, 'utf8'))
    expect(rooms).toBe(9)
    expect(faults).toEqual([expect.stringMatching(/^8: !bAlSVEPGHLWhmUfQRP:\S+ is on line 2 already/)])
  })
})

function toConfig(yaml: string) {
  const head =
    'coop: { name: Example, domain: example.coop }\nchat:\n  homeserver: http://localhost:8008\n  token: env://TOKEN\n'
  return loadConfig('coop.yaml', `${head}${yaml}\n`)
}
