import { describe, expect, test } from 'vitest'
import { manualClock } from '../lib/clock.ts'
import { createJoinLines, type Newcomer } from './join-lines.ts'

const viewer = (id: string, perSecond = 1): Newcomer => ({ id, isModerator: false, perSecond })
const moderator = (id: string, perSecond = 1): Newcomer => ({ id, isModerator: true, perSecond })

/** People who come to one server and ask again when they were told to; gives when each was let in. */
function play(people: readonly (Newcomer & { readonly at: number })[], patience = new Map<string, number>()) {
  const clock = manualClock(0)
  const lines = createJoinLines()
  const asks = people.map((person) => ({ person, at: person.at }))
  const admitted: { id: string; at: number }[] = []
  while (asks.length > 0) {
    asks.sort((a, b) => a.at - b.at)
    const next = asks.shift()
    if (!next || (patience.get(next.person.id) ?? Infinity) < next.at) continue
    clock.advance(next.at - clock.now())
    const turn = lines.come('s1', next.person, clock.now())
    if (turn.isAdmitted) admitted.push({ id: next.person.id, at: clock.now() })
    else asks.push({ person: next.person, at: clock.now() + turn.again * 1000 })
  }
  return admitted
}

/** The most people let in within any one second. */
function peak(admitted: readonly { readonly at: number }[]): number {
  return Math.max(...admitted.map(({ at }) => admitted.filter((o) => o.at >= at && o.at < at + 1000).length))
}

describe('the line for a server', () => {
  test('lets in at once whoever comes while there is nobody', () => {
    expect(createJoinLines().come('s1', viewer('ada'), 0)).toEqual({ isAdmitted: true })
  })

  test('lets in no more than its pace within any second, and everybody in the end, without gaps', () => {
    const people = Array.from({ length: 300 }, (_, i) => ({ ...viewer(`p${i}`, 50), at: i }))
    const admitted = play(people)
    expect(new Set(admitted.map(({ id }) => id)).size).toBe(300)
    expect(peak(admitted)).toBe(50)
    expect(Math.max(...admitted.map(({ at }) => at))).toBeLessThanOrEqual(7000)
  })

  test('lets in whoever came first, first', () => {
    const people = ['a', 'b', 'c', 'd', 'e'].map((id, i) => ({ ...viewer(id), at: i }))
    expect(play(people).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('lets moderators pass by everybody else, in their own order', () => {
    const viewers = ['a', 'b', 'c'].map((id, i) => ({ ...viewer(id), at: i }))
    const moderators = ['x', 'y'].map((id, i) => ({ ...moderator(id), at: 10 + i }))
    expect(play([...viewers, ...moderators]).map(({ id }) => id)).toEqual(['a', 'x', 'y', 'b', 'c'])
  })

  test('tells how many come before', () => {
    const lines = createJoinLines()
    lines.come('s1', viewer('in'), 0)
    for (const id of ['a', 'b', 'c']) lines.come('s1', viewer(id), 0)
    expect(lines.come('s1', viewer('d'), 0)).toEqual({ isAdmitted: false, before: 3, again: 3 })
    expect(lines.come('s1', viewer('a'), 1)).toMatchObject({ before: 0, again: 1 })
    expect(lines.come('s1', moderator('m'), 1)).toMatchObject({ before: 0 })
    expect(lines.come('s1', viewer('a'), 2)).toMatchObject({ before: 1 })
  })

  test('is not held up by people who went away', () => {
    const gone = Array.from({ length: 20 }, (_, i) => ({ ...viewer(`gone${i}`, 2), at: 0 }))
    const patience = new Map(gone.map(({ id }) => [id, 0]))
    const admitted = play([...gone, { ...viewer('ada', 2), at: 1 }], patience)
    expect(admitted.find(({ id }) => id === 'ada')?.at).toBeLessThanOrEqual(10_001)
  })

  test.each([
    [14_999, 0],
    [15_000, 1],
  ])('to somebody who asks again after %i ms tells of %i who came later', (late, before) => {
    const lines = createJoinLines()
    for (const id of ['in', 'ada', 'bo']) lines.come('s1', viewer(id), 0)
    lines.come('s1', viewer('in too'), late - 1)
    lines.come('s1', viewer('bo'), late)
    expect(lines.come('s1', viewer('ada'), late)).toMatchObject({ isAdmitted: false, before })
  })

  test('goes at the lowest pace of those who wait, and at another server it is another line', () => {
    const lines = createJoinLines()
    expect(lines.come('s1', viewer('a', 1), 0)).toEqual({ isAdmitted: true })
    expect(lines.come('s1', viewer('b', 1), 0)).toMatchObject({ isAdmitted: false })
    expect(lines.come('s1', viewer('c', 50), 0)).toMatchObject({ isAdmitted: false, before: 1 })
    expect(lines.come('s2', viewer('d', 1), 0)).toEqual({ isAdmitted: true })
  })

  test('keeps five thousand places and no more', () => {
    const lines = createJoinLines()
    lines.come('s1', viewer('in'), 0)
    for (let i = 0; i <= 5000; i++) lines.come('s1', viewer(`p${i}`), 0)
    expect(lines.come('s1', moderator('m'), 0)).toMatchObject({ before: 0 })
    expect(lines.come('s1', viewer('last'), 0)).toMatchObject({ before: 5001, again: 5 })
  })
})
