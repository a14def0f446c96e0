import { expect, test } from 'vitest'
import { decimal, money } from './money.ts'
import { costOf, solidarityOf } from './prices.ts'

const thousand = 60_000_000
const prices = { listening: 50, speaking: 80, camera: 150 }

test('a thousand minutes cost what the list says', () => {
  const spent = { listening: thousand, speaking: 2 * thousand, camera: 0 }
  expect(costOf(spent, prices).amounts).toEqual({ listening: 50, speaking: 160, camera: 0 })
})

test('what is free is taken of the dearest first, and never more than there is', () => {
  const spent = { listening: thousand, speaking: thousand, camera: thousand }
  const { free, amounts } = costOf(spent, prices, 1.5 * thousand)
  expect(free).toEqual({ listening: 0, speaking: thousand / 2, camera: thousand })
  expect(amounts).toEqual({ listening: 50, speaking: 40, camera: 0 })
  expect(costOf(spent, prices, 9 * thousand).amounts).toEqual({ listening: 0, speaking: 0, camera: 0 })
})

test.each([
  [0.49, 0],
  [0.5, 1],
  [1.5, 2],
  [-0.5, -1],
  [-0.49, 0],
])('%d cents are %d', (cents, wanted) => {
  const { amounts } = costOf({ listening: cents * thousand, speaking: 0, camera: 0 }, { ...prices, listening: 1 })
  expect(amounts.listening).toBe(wanted)
  expect(Object.is(amounts.listening, -0)).toBe(false)
})

test('a correction below zero is paid back, and takes nothing of what is free', () => {
  const spent = { listening: -thousand, speaking: thousand, camera: 0 }
  expect(costOf(spent, prices, thousand)).toEqual({
    free: { listening: 0, speaking: thousand, camera: 0 },
    amounts: { listening: -50, speaking: 0, camera: 0 },
  })
})

test('sums beyond what a double holds exactly are exact', () => {
  const spent = { listening: 9_007_199_254_740_991, speaking: 0, camera: 0 }
  expect(costOf(spent, { ...prices, listening: 99_999_999 }).amounts.listening).toBe(15_011_998_607_781_664)
})

test('solidarity is a percentage of the sum', () => {
  expect([solidarityOf(1001, 50), solidarityOf(1001, 120), solidarityOf(-3, 50)]).toEqual([501, 1201, -2])
})

test('money is written with the digits that its currency has', () => {
  expect([decimal(1250, 'EUR'), decimal(-5, 'EUR'), decimal(5, 'JPY')]).toEqual(['12.50', '-0.05', '5'])
  expect(money(1250, 'EUR')).toBe('€12.50')
  expect(money(1250, 'EUR', 'fr')).toMatch(/^12,50\s€$/)
})
