import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf, holdsPassword, isPrivatePlace, maskPasswords, passOn, toLocation } from './destination.ts'

test.each([
  ['javascript:alert(1)', 'scheme'],
  ['data:text/html,hi', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['drive.example.coop', 'noAddress'],
  ['//drive.example.coop', 'noAddress'],
  ['https://', 'noAddress'],
  ['https://a.example/a b', 'blank'],
  ['https://a.example/\r\nset-cookie:x', 'blank'],
  [`https://a.example/${'a'.repeat(2000)}`, 'tooLong'],
])('no browser is sent to %j', (destination, fault) => {
  expect(faultOf(destination)).toBe(fault)
})

test.each([
  'https://gmail.com',
  'http://a.example/',
  'mailto:info@example.coop',
  'https://a.example/é',
  'tel:+15551234',
])('a browser is sent to %s', (destination) => {
  expect(faultOf(destination)).toBeUndefined()
})

test('an address goes out to the letter, and what is not ASCII percent-encoded', () => {
  expect(toLocation('https://loomio.example.coop')).toBe('https://loomio.example.coop')
  expect(toLocation('https://a.example/x?c=a%40b#é')).toBe('https://a.example/x?c=a%40b#%C3%A9')
})

describe('what is written after a keyword', () => {
  test.each([
    ['a query is added', 'https://a.example/x', { query: 'b=1' }, 'https://a.example/x?b=1'],
    ['to the letter', 'https://a.example/x', { query: 'b=%2C+%20' }, 'https://a.example/x?b=%2C+%20'],
    ['behind the own one', 'https://a.example/?a=1', { query: 'b=2' }, 'https://a.example/?a=1&b=2'],
    [
      'which it does not change',
      'https://a.example/?next=home',
      { query: 'next=//evil' },
      'https://a.example/?next=home',
    ],
    [
      'however it is encoded',
      'https://a.example/?next=home',
      { query: 'ne%78t=1&b' },
      'https://a.example/?next=home&b',
    ],
    ['before the fragment', 'https://a.example/x#f', { query: 'b=1' }, 'https://a.example/x?b=1#f'],
    ['the own fragment wins', 'https://a.example/x#f', { fragment: '#g' }, 'https://a.example/x#f'],
    ['another one is taken where there is none', 'https://a.example/x', { fragment: '#g' }, 'https://a.example/x#g'],
    ['a path is added', 'https://git.example/coop', { path: 'notes/1' }, 'https://git.example/coop/notes/1'],
    ['behind a slash', 'https://git.example/coop/', { path: 'notes' }, 'https://git.example/coop/notes'],
    ['with its query', 'https://git.example/coop', { path: 'a', query: 'b=1' }, 'https://git.example/coop/a?b=1'],
    ['not where there is a query', 'https://a.example/x?a=1', { path: 'y' }, undefined],
    ['not where there is a fragment', 'https://a.example/x#f', { path: 'y' }, undefined],
    ['not to a mail address', 'mailto:a@example.coop', { path: 'y' }, undefined],
  ] as const)('%s', (_, address, rest, wanted) => {
    expect(passOn(address, rest)).toBe(wanted)
  })

  test.each([
    '..',
    '.',
    '../x',
    'x/../../y',
    '%2e%2e/x',
    '.%2E/x',
    'x/%2e%2e%2fy',
    'x\\..\\y',
    'x%5c..%5cy',
    '/evil',
    'x//y',
  ])('the path %s leads nowhere: it could leave what the link names', (path) => {
    expect(passOn('https://git.example/coop', { path })).toBeUndefined()
  })

  test('never changes where a link leads', () => {
    const address = 'https://git.example/coop/?a=1#f'
    const piece = fc.string({
      unit: fc.constantFrom('a', '=', '&', '%', '2', 'e', '.', '/', '?', '\\', ':', '@'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(piece, piece, (path, query) => {
        for (const base of [address, 'https://git.example/coop']) {
          const led = passOn(base, { path: path.replaceAll('?', ''), query })
          if (led === undefined) continue
          const url = new URL(led)
          expect(url.origin).toBe('https://git.example')
          expect(url.pathname.startsWith('/coop')).toBe(true)
          if (base === address) expect([url.searchParams.get('a'), url.hash]).toEqual(['1', '#f'])
        }
      }),
      { numRuns: Number(process.env['MYCEL_RUNS'] ?? 300) },
    )
  })
})

test.each([
  ['https://zoom.example/j/1?pwd=geheim&x=1', 'https://zoom.example/j/1?pwd=••••&x=1'],
  ['https://a.example/#token=abc', 'https://a.example/#token=••••'],
  ['https://ada:geheim@a.example/x', 'https://••••@a.example/x'],
])('%s holds a password, which is not shown', (address, masked) => {
  expect(holdsPassword(address)).toBe(true)
  expect(maskPasswords(address)).toBe(masked)
})

test('an address without a password is shown as it is', () => {
  expect(holdsPassword('https://a.example/?tokens=1&spwd=2')).toBe(false)
  expect(maskPasswords('https://a.example/?x=1')).toBe('https://a.example/?x=1')
})

test('a place that is private by its name is recognised', () => {
  expect(isPrivatePlace('https://github.com/coop/organizing-private/blob/main/a.md')).toBe(true)
  expect(isPrivatePlace('https://github.com/coop/organizing-private')).toBe(true)
  expect(isPrivatePlace('https://github.com/coop/organizing/blob/main/private.md')).toBe(false)
  expect(isPrivatePlace('https://meet.example/calls')).toBe(false)
})
