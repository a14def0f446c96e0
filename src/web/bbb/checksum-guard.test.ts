import { expect, test } from 'vitest'
import { manualClock } from '../../lib/clock.ts'
import { createChecksumGuard } from './checksum-guard.ts'

test('an address is answered late after 600 bad checksums within a minute, and at once when the minute is over', () => {
  const clock = manualClock()
  const guard = createChecksumGuard(clock.now)
  for (let i = 0; i < 600; i++) expect(guard.failed('192.0.2.1')).toBe(0)
  expect(guard.failed('192.0.2.1')).toBe(1000)
  expect(guard.failed('192.0.2.2')).toBe(0)
  clock.advance(60_001)
  expect(guard.failed('192.0.2.1')).toBe(0)
})
