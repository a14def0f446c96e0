import { expect, test } from 'vitest'
import { createBatch } from './batch.ts'

test('what comes while a batch runs shares the next one, each getting its own result', async () => {
  const runs: number[][] = []
  const batch = createBatch(async (items: readonly number[]) => {
    runs.push([...items])
    await Promise.resolve()
    return items.map((item) => item * 10)
  })
  expect(await Promise.all([1, 2, 3, 4].map(batch))).toEqual([10, 20, 30, 40])
  expect(runs).toEqual([[1], [2, 3, 4]])
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
