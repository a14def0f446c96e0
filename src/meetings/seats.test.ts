import { describe, expect, it } from 'vitest'
import { aMeeting } from '../../test/meetings.ts'
import { parameter } from '../protocol/query.ts'
import { createHistory } from './history.ts'
import type { Facts } from './meeting.ts'
import { isRecorded, predictSize, seatsOf } from './seats.ts'

const minute = 60_000

function seats(minutes: number, participants: number, factor?: number): number {
  const decision = { ...aMeeting().decision, ...(factor === undefined ? {} : { factor }) }
  const meeting = aMeeting({ reserved: 40, decision, facts: { participants } as Facts })
  return seatsOf(meeting, minutes * minute)
}

describe('the seats of a meeting', () => {
  it('are those reserved for 5 minutes, then fewer and fewer, and after 15 minutes none', () => {
    expect([0, 5, 7.5, 10, 14.75, 15, 60].map((minutes) => seats(minutes, 0))).toEqual([40, 40, 30, 20, 1, 0, 0])
  })

  it('are those of the people there, as soon as these need more', () => {
    expect([0, 5, 10, 15].map((minutes) => seats(minutes, 25))).toEqual([40, 40, 25, 25])
    expect(seats(1, 50)).toBe(50)
  })

  it('are more for each person of a heavy meeting', () => {
    expect(seats(20, 30, 1.1)).toBe(33)
  })
})

describe('the seats of a new meeting', () => {
  const room = { organisation: 'main', meetingId: 'a', recorded: false }

  it('follow from the history of its room, whose people may be heavy', () => {
    const history = createHistory()
    history.note({ organisation: 'main', meetingId: 'a', peak: 20, peakVideos: 15 })
    expect(predictSize({ ...room, recorded: true }, [], { history, defaultSize: 10 })).toEqual({
      size: 33,
      sizeFrom: "the room's history: its last meeting had 20 people; 1.65 seats for each",
      factor: 1.65,
    })
  })

  it('are the default when nothing is known', () => {
    const known = { history: createHistory(), defaultSize: 10 }
    expect(predictSize(room, [], known)).toEqual({ size: 10, sizeFrom: 'the default', factor: 1 })
  })

  it('count as recorded only when the client says so plainly', () => {
    expect(['true', 'false', '', 'yes'].map((text) => isRecorded([parameter('record', text)]))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
