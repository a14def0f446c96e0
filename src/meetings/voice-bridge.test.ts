import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aMeeting } from '../../test/meetings.ts'
import { createDirectory } from './directory.ts'
import { allocateBridge } from './voice-bridge.ts'

const nodeId = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 })

it('is six digits, the same for a meeting each time', () => {
  fc.assert(
    fc.property(nodeId, (hash) => {
      const bridge = allocateBridge(createDirectory(), `mycel-${hash}`)
      expect(bridge).toMatch(/^[1-9]\d{5}$/)
      expect(allocateBridge(createDirectory(), `mycel-${hash}`)).toBe(bridge)
    }),
  )
})

it('is never one that another live meeting has', () => {
  const directory = createDirectory()
  const hash = `mycel-${'f'.repeat(40)}`
  const bridges = Array.from({ length: 50 }, (_, i) => {
    const voiceBridge = allocateBridge(directory, hash)
    directory.add(aMeeting({ instance: `i${i}`, meetingId: `room-${i}`, voiceBridge }))
    return voiceBridge
  })
  expect(new Set(bridges).size).toBe(50)
})

it('goes round to the first number after the last', () => {
  const directory = createDirectory()
  const last = `mycel-${(899_999).toString(16).padStart(40, '0')}`
  expect(allocateBridge(directory, last)).toBe('999999')
  directory.add(aMeeting({ voiceBridge: '999999' }))
  expect(allocateBridge(directory, last)).toBe('100000')
})
