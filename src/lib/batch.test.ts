import { expect, test } from 'vitest'
import { type Batch, createBatch } from './batch.ts'

test('what comes at once, or while a batch runs, shares one run, each getting its own result', async () => {
  const runs: number[][] = []
  const late: Promise<number>[] = []
  const batch: Batch<number, number> = createBatch(async (items: readonly number[]) => {
    runs.push([...items])
    late.push(...(runs.length === 1 ? [batch(3), batch(4)] : []))
    return items.map((item) => item * 10)
  })
  expect(await Promise.all([1, 2].map(batch))).toEqual([10, 20])
  expect(await Promise.all(late)).toEqual([30, 40])
  expect(runs).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('one bad item fails alone', async () => {
  const batch = createBatch(async (items: readonly number[]) => {
    if (items.includes(3)) throw new Error('three')
    return items
  })
  const results = await Promise.allSettled([1, 2, 3, 4].map(batch))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

test('a batch is never larger than allowed', async () => {
  const sizes: number[] = []
  const batch = createBatch(async (items: readonly number[]) => {
    sizes.push(items.length)
    return items
  }, 2)
  await Promise.all([1, 2, 3, 4, 5, 6].map(batch))
  expect(Math.max(...sizes)).toBe(2)
})

test('after a large batch the next waits for what comes a turn later; after a small one it does not', async () => {
  const runs: number[][] = []
  const batch = createBatch(async (items: readonly number[]) => {
    runs.push([...items])
    return items
  })
  const together = (one: number, next: number) =>
    // Within one turn of the loop timers come first, then what was asked to come at once.
    new Promise<unknown>((resolve) => {
      setTimeout(() => {
        const first = batch(one)
        setImmediate(() => resolve(Promise.all([first, batch(next)])))
      })
    })
  await together(1, 2)
  await Promise.all([3, 4, 5].map(batch))
  await together(6, 7)
  expect(runs).toEqual([[1], [2], [3, 4, 5], [6, 7]])
})
