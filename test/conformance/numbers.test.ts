import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { documented, excused } from './numbers.ts'

/** The numbers with which names of tests in this folder begin, in `test('40 …` and in rows of `test.each`. */
function testedNumbers(): Set<number> {
  const folder = import.meta.dirname
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && name !== 'numbers.test.ts')
  const text = files.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n')
  const named = /test\(\s*'(\d+) |^\s*\[?\s*'(\d+)',|^\s*'(\d+) \S|\]\)\('(\d+) /gm
  return new Set([...text.matchAll(named)].map((match) => Number(match.slice(1).find(Boolean))))
}

test('every documented number is tested or excused, and none is both', () => {
  const tested = testedNumbers()
  expect(documented.filter((number) => !tested.has(number) && !excused.has(number))).toEqual([])
  expect(documented.filter((number) => tested.has(number) && excused.has(number))).toEqual([])
})

test('every tested or excused number is documented', () => {
  const known = new Set(documented)
  expect([...testedNumbers(), ...excused.keys()].filter((number) => !known.has(number))).toEqual([])
})
