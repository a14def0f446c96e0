import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterCreateFailure,
  afterCreateSuccess,
  afterFailure,
  afterSuccess,
  canJoin,
  failuresToOffline,
  type Health,
  successesToOnline,
  unknownHealth,
} from './health.ts'

function after(steps: string, start: Health = unknownHealth): Health {
  return [...steps].reduce(
    (health, step) => (step === '+' ? afterSuccess(health, 1) : afterFailure(health, 'gone')),
    start,
  )
}

describe('the health of a server', () => {
  it.each([
    ['', 'unknown'],
    ['+', 'online'],
    ['-', 'suspect'],
    ['+-', 'suspect'],
    ['+-+', 'online'],
    ['+--', 'suspect'],
    ['+---', 'offline'],
    ['+--+--', 'suspect'],
    ['+---+', 'offline'],
    ['+---++', 'online'],
    ['+---+-+', 'offline'],
    ['+---++-', 'suspect'],
  ])('after %s is %s', (steps, condition) => {
    expect(after(steps).condition).toBe(condition)
  })

  it('needs so many failures in a row to go offline, and so many successes to come back', () => {
    const step = fc.constantFrom('+', '-')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const before = after(steps.slice(0, -1).join(''))
        const now = after(steps.join(''))
        const lastSteps = steps.join('')
        if (before.condition !== 'offline' && now.condition === 'offline') {
          expect(lastSteps.endsWith('-'.repeat(failuresToOffline))).toBe(true)
        }
        if (before.condition === 'offline' && now.condition === 'online') {
          expect(lastSteps.endsWith('+'.repeat(successesToOnline))).toBe(true)
        }
        if (lastSteps.endsWith('-')) expect(['suspect', 'offline']).toContain(now.condition)
      }),
    )
  })

  it('lets people join until it is offline', () => {
    expect(['', '+', '+-', '+--'].map((steps) => canJoin(after(steps)))).toEqual([true, true, true, true])
    expect(canJoin(after('+---'))).toBe(false)
  })

  it('remembers the last error until it is well, and when it was last seen', () => {
    expect(after('+-').lastError).toBe('gone')
    expect(after('+-+')).toMatchObject({ lastError: undefined, lastSeenAt: 1, failures: 0 })
  })

  it('gets no new meetings after a failed create, each time for longer, up to five minutes', () => {
    const pauses: number[] = []
    let health = after('+')
    for (let i = 0; i < 8; i++) {
      health = afterCreateFailure(health, 'refused', 1000)
      pauses.push((health.noCreateUntil - 1000) / 1000)
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 300, 300, 300])
    expect(health.condition).toBe('online')
    expect(afterCreateSuccess(health, 2000)).toMatchObject({ createFailures: 0, noCreateUntil: 0 })
  })
})
