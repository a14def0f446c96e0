import { createHash } from 'node:crypto'
import { Problem } from '../lib/problem.ts'

/** 12 hexadecimal digits that are the same for equal plain data, in whatever order its keys were written. */
export function fingerprint(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data, sorted)).digest('hex').slice(0, 12)
}

/**
 * Throws Problem 'conflict' unless the plan is the one that was looked at. `expected` is its hash, or how many steps it had.
 * Throws Problem 'usage' when it is neither.
 */
export function requireExpected(plan: { readonly hash: string; readonly steps: readonly unknown[] }, expected: string) {
  const isCount = /^\d{1,6}$/.test(expected)
  if (!isCount && !/^[0-9a-f]{12}$/.test(expected)) {
    const hint = 'mycel plan prints the hash in its last line: 12 digits and letters from a to f'
    throw new Problem('usage', `"${expected}" is neither the hash of a plan nor a number of changes`, { hint })
  }
  if (isCount ? plan.steps.length === Number(expected) : plan.hash === expected) return
  const what = isCount
    ? `${expected} changes were expected, and there would be ${plan.steps.length}`
    : `the plan ${expected} was expected, and it would be ${plan.hash} by now`
  throw new Problem('conflict', what, { hint: 'the world or the file has changed since: look again with mycel plan' })
}

function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
