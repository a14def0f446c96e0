import { expect, test } from 'vitest'
import { createScrapers } from './scrapers.ts'

const from = (remoteAddress: string | undefined, headers = {}) => ({ socket: { remoteAddress }, headers })

test('without ranges nobody is let in, from this machine either', () => {
  const isScraper = createScrapers([])
  for (const address of ['127.0.0.1', '::1', '10.20.0.5', undefined]) expect(isScraper(from(address))).toBe(false)
})

test('a program in a range is let in, however its address is written', () => {
  const isScraper = createScrapers(['10.20.0.5/32', 'fd00:1::/32'])
  for (const address of ['10.20.0.5', '::ffff:10.20.0.5', 'fd00:1::7']) expect(isScraper(from(address))).toBe(true)
  for (const address of ['10.20.0.6', '::ffff:10.20.0.6', 'fd00:2::7', '127.0.0.1', '::1'])
    expect(isScraper(from(address))).toBe(false)
})

test('what a proxy in a range passes on is not let in', () => {
  const isScraper = createScrapers(['127.0.0.0/8'])
  expect(isScraper(from('127.0.0.1'))).toBe(true)
  for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
    expect(isScraper(from('127.0.0.1', { [name]: '127.0.0.1' })), name).toBe(false)
})
