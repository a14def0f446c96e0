import { describe, expect, it } from 'vitest'
import { aMeeting } from '../../test/meetings.ts'
import { createDirectory } from './directory.ts'
import type { Meeting } from './meeting.ts'
import { factsOfNew } from './render.ts'

const named = (internalId: string): Meeting['facts'] =>
  factsOfNew([['internalMeetingID', internalId]], 'mycel-7', 'Blue')

describe('the directory', () => {
  it('finds a meeting by every name it goes by, and under no other organisation', () => {
    const directory = createDirectory()
    const meeting = aMeeting({ facts: named('abc-1') })
    directory.add(meeting)
    expect(directory.find('main', 'room-7')).toBe(meeting)
    expect(directory.find('other', 'room-7')).toBeUndefined()
    expect(directory.byInstance('instance-1')).toBe(meeting)
    expect(directory.byNodeId('mycel-000000000007')).toBe(meeting)
    expect(directory.byInternalId('abc-1')).toBe(meeting)
    expect(directory.hasBridge('123456')).toBe(true)
    expect([...directory.inOrganisation('main')]).toEqual([meeting])
    expect([...directory.onServer('s1')]).toEqual([meeting])
    expect(directory.size).toBe(1)
  })

  it('forgets a meeting by every name', () => {
    const directory = createDirectory()
    const meeting = aMeeting({ facts: named('abc-1') })
    directory.add(meeting)
    directory.remove(meeting)
    expect(directory.find('main', 'room-7')).toBeUndefined()
    expect(directory.byInstance('instance-1')).toBeUndefined()
    expect(directory.byNodeId('mycel-000000000007')).toBeUndefined()
    expect(directory.byInternalId('abc-1')).toBeUndefined()
    expect(directory.hasBridge('123456')).toBe(false)
    expect([...directory.inOrganisation('main'), ...directory.onServer('s1'), ...directory.all()]).toEqual([])
  })

  it('keeps a new instance when the old one is removed late', () => {
    const directory = createDirectory()
    const old = aMeeting()
    const young = aMeeting({ instance: 'instance-2' })
    directory.add(old)
    directory.add(young)
    directory.remove(old)
    expect(directory.find('main', 'room-7')).toBe(young)
    expect(directory.byNodeId(young.nodeId)).toBe(young)
    expect(directory.hasBridge('123456')).toBe(true)
    expect([...directory.onServer('s1')]).toEqual([young])
  })

  it('counts a moved meeting on its new server alone', () => {
    const directory = createDirectory()
    const meeting = aMeeting()
    directory.add(meeting)
    directory.move(meeting, 's2')
    expect(meeting.server).toBe('s2')
    expect([...directory.onServer('s1')]).toEqual([])
    expect([...directory.onServer('s2')]).toEqual([meeting])
    directory.remove(meeting)
    expect([...directory.onServer('s2')]).toEqual([])
  })

  it('counts the changes of each organisation and of each server', () => {
    const directory = createDirectory()
    const meeting = aMeeting()
    const counts = () => [directory.version('main'), directory.serverVersion('s1'), directory.serverVersion('s2')]
    expect(counts()).toEqual([0, 0, 0])
    directory.add(meeting)
    const [added = 0, onFirst = 0] = counts()
    expect([added, onFirst]).toEqual([1, 1])
    directory.changed(meeting)
    expect(counts()).toEqual([2, 2, 0])

    directory.move(meeting, 's2')
    const [moved = 0, left = 0, came = 0] = counts()
    expect([moved, left, came].every((count, i) => count > (i === 2 ? 0 : 2))).toBe(true)
    directory.remove(meeting)
    expect(counts()).toEqual([moved + 1, left, came + 1])
    expect(directory.version('other')).toBe(0)
  })
})
