import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detached } from './detached.ts'

test('the text is the same, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(detached(text)).toBe(text)
    }),
  )
})
