import { expect, test } from 'vitest'
import { manualClock } from '../../lib/clock.ts'
import { createCallbackCounts } from './callback-counts.ts'

function counting(takesMs = 0) {
  const clock = manualClock()
  const state = { counted: 0, fails: false }
  const outbox = {
    async count() {
      state.counted += 1
      clock.advance(takesMs)
      if (state.fails) throw new Error('no database')
      return { failed: state.counted }
    },
  }
  return { clock, state, counts: createCallbackCounts(outbox, clock) }
}

test('those who ask at once or soon after share one count', async () => {
  const { clock, state, counts } = counting()
  expect(await Promise.all([counts(), counts()])).toEqual([{ failed: 1 }, { failed: 1 }])
  clock.advance(14_999)
  expect(await counts()).toEqual({ failed: 1 })
  clock.advance(1)
  expect(await counts()).toEqual({ failed: 2 })
  expect(state.counted).toBe(2)
})

test('what takes long is counted less often', async () => {
  const { clock, counts } = counting(1000)
  await counts()
  clock.advance(49_999)
  expect(await counts()).toEqual({ failed: 1 })
  clock.advance(1)
  expect(await counts()).toEqual({ failed: 2 })
})

test('without the database there is no count, and with it again at once', async () => {
  const { state, counts } = counting()
  state.fails = true
  expect(await counts()).toBeUndefined()
  state.fails = false
  expect(await counts()).toEqual({ failed: 2 })
})
