import { describe, expect, it } from 'vitest'
import { readReplay } from './replay.ts'

const heading = 'start,organisation,room,people,minutes'

describe('a log to replay', () => {
  it('is read in the order of its columns, with quoted cells and any end of line', () => {
    const text =
      '\ufeffRoom,people,start,minutes,organisation\r\n"Blue, ""big""",30,2026-03-02T09:10Z,45,a\r\n\r\nred,5,2026-03-02T09:00Z,4,b\r\n'
    expect(readReplay('log.csv', text)).toEqual([
      {
        organisation: 'a',
        room: 'Blue, "big"',
        people: 30,
        startsAt: 600_000,
        lastsMs: 2_700_000,
        arriveOverMs: 300_000,
      },
      { organisation: 'b', room: 'red', people: 5, startsAt: 0, lastsMs: 240_000, arriveOverMs: 120_000 },
    ])
  })

  it('may give the time of day alone', () => {
    const read = readReplay('log.csv', `${heading}\n9:05,a,b,3,10\n10:00,a,c,3,10\n`)
    expect(read.map(({ startsAt }) => startsAt)).toEqual([0, 55 * 60_000])
  })

  it.each([
    ['room,people', 'log.csv:1: there is no column start'],
    [heading, 'log.csv: there is no meeting in it'],
    [`${heading}\n9:00,a,b,3,10\nsoon,a,b,3,10`, 'log.csv:3: start is "soon"'],
    [`${heading}\n9:00,a,b,none,10`, 'log.csv:2: people is "none"'],
    [`${heading}\n9:00,a,b,3`, 'log.csv:2: minutes is ""'],
    [`${heading}\n9:00,a,b,0,10`, 'log.csv:2: people is "0"'],
  ])('is refused with the line of the mistake: %j', (text, message) => {
    expect(() => readReplay('log.csv', text)).toThrow(message)
  })
})
