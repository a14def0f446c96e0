import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CodeHash, codeAt, fromBase32, makeTotpSecret, stepOf, toBase32, totpAddress } from './totp.ts'

describe('RFC 6238, appendix B', () => {
  const digits = '1234567890'
  const keys: Record<CodeHash, Buffer> = {
    sha1: Buffer.from(digits.repeat(2)),
    sha256: Buffer.from(digits.repeat(4).slice(0, 32)),
    sha512: Buffer.from(digits.repeat(7).slice(0, 64)),
  }
  test.each<[seconds: number, hash: CodeHash, code: string]>([
    [59, 'sha1', '94287082'],
    [59, 'sha256', '46119246'],
    [59, 'sha512', '90693936'],
    [1111111109, 'sha1', '07081804'],
    [1111111109, 'sha256', '68084774'],
    [1111111109, 'sha512', '25091201'],
    [1111111111, 'sha1', '14050471'],
    [1111111111, 'sha256', '67062674'],
    [1111111111, 'sha512', '99943326'],
    [1234567890, 'sha1', '89005924'],
    [1234567890, 'sha256', '91819424'],
    [1234567890, 'sha512', '93441116'],
    [2000000000, 'sha1', '69279037'],
    [2000000000, 'sha256', '90698825'],
    [2000000000, 'sha512', '38618901'],
    [20000000000, 'sha1', '65353130'],
    [20000000000, 'sha256', '77737706'],
    [20000000000, 'sha512', '47863826'],
  ])('at %i seconds, %s: %s', (seconds, hash, code) => {
    expect(codeAt(keys[hash], Math.floor(seconds / 30), 8, hash)).toBe(code)
  })
})

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('RFC 4648: %j is %j', (text, encoded) => {
  expect(toBase32(Buffer.from(text))).toBe(encoded)
})

test('base32 is read as it is written', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...fromBase32(toBase32(bytes))]).toEqual([...bytes])
    }),
  )
  expect(() => fromBase32('a1')).toThrow()
})

describe('a code', () => {
  const secret = makeTotpSecret()
  const now = 1_700_000_000_000
  const step = Math.floor(now / 30_000)
  const code = (at: number) => codeAt(fromBase32(secret), at)

  test('is right for a clock that differs by one step, and no more', () => {
    expect([-1, 0, 1].map((by) => stepOf(secret, code(step + by), now, 0))).toEqual([step - 1, step, step + 1])
    const far = [code(step - 2), code(step + 2)].filter((one) => ![-1, 0, 1].some((by) => code(step + by) === one))
    for (const one of far) expect(stepOf(secret, one, now, 0)).toBeUndefined()
  })

  test('does not work twice, nor one from before it', () => {
    expect(stepOf(secret, code(step), now, step)).toBeUndefined()
    expect(stepOf(secret, code(step - 1), now, step)).toBeUndefined()
  })

  test.each(['', '12345', '1234567', 'abcdef'])('%j is none', (text) => {
    expect(stepOf(secret, text, now, 0)).toBeUndefined()
  })
})

test('the app is told whose code it is', () => {
  const address = new URL(totpAddress('ABC', 'Example: Co-op & Söhne', 'ada@example.coop'))
  expect([address.protocol, address.host]).toEqual(['otpauth:', 'totp'])
  expect(decodeURIComponent(address.pathname)).toBe('/Example  Co-op & Söhne:ada@example.coop')
  expect(Object.fromEntries(address.searchParams)).toMatchObject({ secret: 'ABC', digits: '6', period: '30' })
})
