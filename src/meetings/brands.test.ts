import { expect, test } from 'vitest'
import { manualClock } from '../lib/clock.ts'
import { createBrands, type Picture } from './brands.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const logo = 'https://school.example/logo.png'
const organisations = {
  find: (id: string) => (id === 'school' ? { id, name: 'School' } : undefined),
  standing: () => ({ brand: { logo, colour: '#2f6f4f' } }),
}

function brandsFrom(fetch: (url: string) => Promise<Picture>) {
  const clock = manualClock()
  return { clock, brands: createBrands({ organisations: organisations as never, clock, log }, { fetch }) }
}

test('a logo is fetched once for all, shown from when it is here, and looked at anew some hours later', async () => {
  const asked: string[] = []
  const { clock, brands } = brandsFrom(async (url) => {
    asked.push(url)
    return { type: 'image/png', bytes: Buffer.from(`logo ${asked.length}`) }
  })
  expect(brands.of('school')).toEqual({ organisation: 'school', name: 'School', colour: '#2f6f4f', logo: undefined })
  expect((await brands.logo('school'))?.bytes.toString()).toBe('logo 1')
  const first = brands.of('school')?.logo
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  await Promise.all([brands.logo('school'), brands.logo('school')])
  expect(asked).toEqual([logo])
  clock.advance(7 * 3_600_000)
  // What was there is given out while the new one is fetched.
  expect((await brands.logo('school'))?.bytes.toString()).toBe('logo 1')
  await expect.poll(() => brands.of('school')?.logo).not.toBe(first)
  expect(asked).toHaveLength(2)
})

test('a logo that cannot be fetched is none, and is tried again after some minutes', async () => {
  const state = { tries: 0 }
  const { clock, brands } = brandsFrom(async () => {
    state.tries += 1
    throw new Error('away')
  })
  expect(await brands.logo('school')).toBeUndefined()
  expect(await brands.logo('school')).toBeUndefined()
  expect(state.tries).toBe(1)
  clock.advance(11 * 60_000)
  expect(await brands.logo('school')).toBeUndefined()
  expect(state.tries).toBe(2)
})

test('nobody else has a brand', async () => {
  const { brands } = brandsFrom(() => Promise.reject(new Error('not asked')))
  expect(brands.of('other')).toBeUndefined()
  expect(await brands.logo('other')).toBeUndefined()
})
