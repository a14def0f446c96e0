import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canSpell, identifierOf, inPrefix, readWord, spellWord, whyReserved, writeOut } from './spelling.ts'

const known = [
  ['HyphaWEB', '4879:7068:6157:4542'],
  ['HyphaSTG', '4879:7068:6153:5447'],
  ['HyphaINF', '4879:7068:6149:4e46'],
  ['HyphaLST', '4879:7068:614c:5354'],
] as const

describe('a word in an address', () => {
  it.each(known)('%s is %s, both ways', (word, groups) => {
    expect(spellWord(word)).toBe(groups)
    expect(readWord(groups)).toBe(word)
    expect(readWord(`2607:5300:203:4014:${groups}`)).toBe(word)
  })

  it('any eight printable letters come back as they were, in any range', () => {
    const letters = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 8 })
    const prefix = fc.constantFrom('2001:db8::/64', '2607:5300:203:4014::/64', 'fd00:1:2:3::/64')
    fc.assert(
      fc.property(letters, prefix, (word, range) => {
        const address = inPrefix(range, identifierOf(spellWord(word)))
        expect(readWord(address)).toBe(word)
        expect(readWord(writeOut(address))).toBe(word)
        expect(canSpell(word)).toBe(true)
      }),
    )
  })

  it('keeps capitals and small letters apart', () => {
    expect(spellWord('HyphaWeb')).toBe('4879:7068:6157:6562')
  })

  it('moves with its range', () => {
    const identifier = identifierOf(spellWord('HyphaWEB'))
    expect(inPrefix('2607:5300:60:749e::/64', identifier)).toBe('2607:5300:60:749e:4879:7068:6157:4542')
    expect(inPrefix('2607:5300:203:4014::/64', identifier)).toBe('2607:5300:203:4014:4879:7068:6157:4542')
  })

  it.each(['Hypha', 'HyphaWEBS', 'HyphaWÉB', '', 'HyphaW💧'])('%j is refused with what to do', (word) => {
    expect(() => spellWord(word)).toThrow(expect.objectContaining({ code: 'invalid', hint: expect.any(String) }))
    expect(canSpell(word)).toBe(false)
  })

  it('is not read where there is none', () => {
    expect(readWord('2001:db8::1003')).toBeUndefined()
    expect(readWord('fe80::250:56ff:fe06:f219')).toBeUndefined()
    expect(() => readWord('10.0.0.1')).toThrow('is not an IPv6 address')
  })
})

it.each([
  ['::', /router/],
  ['::fdff:ffff:ffff:ff80', /anycast/],
  ['::fdff:ffff:ffff:ffff', /anycast/],
  ['::200:5efe:a00:1', /ISATAP/],
])('no machine may end in %s', (address, why) => {
  expect(whyReserved(identifierOf(address))).toMatch(why)
})

it('other ends are free', () => {
  expect(['::1', '::fdff:ffff:ffff:ff7f', '::1003'].map((one) => whyReserved(identifierOf(one)))).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

it('redundant zeros are read, and the shortest spelling is given', () => {
  expect(inPrefix('2607:5300:0203:4014::/64', identifierOf('00ff:00ff:00ff:00ff'))).toBe(
    '2607:5300:203:4014:ff:ff:ff:ff',
  )
  expect(writeOut('2001:db8::1')).toBe('2001:0db8:0000:0000:0000:0000:0000:0001')
})
