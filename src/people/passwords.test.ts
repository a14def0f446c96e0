import { expect, test } from 'vitest'
import { createHashing } from './hashing.ts'
import { findPasswordFault } from './passwords.ts'

const ada = { name: 'Ada Lovelace', email: 'ada.lovelace@example.coop' }

test.each([
  ['elevenchars', 'short'],
  ['🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉', 'short'],
  ['x'.repeat(201), 'long'],
  ['lovelace2026', 'personal'],
  ['Ada Lovelace example.coop', 'personal'],
  ['aaaaaaaaaaaaaaaa', 'simple'],
  ['abababababab', 'simple'],
  ['123456789012', 'simple'],
  ['qwertyuiopas', 'simple'],
  ['zyxwvutsrqpo', 'simple'],
  ['passwordpassword', 'simple'],
  ['motdepasse12', 'simple'],
] as const)('%j will not do: %s', (password, fault) => {
  expect(findPasswordFault(password, ada)).toBe(fault)
})

test.each([
  'three blue herons',
  'trois hérons bleus',
  'lovelace and three herons',
  'kH7#pQ2!xW9z',
  '三羽の青い鷺が夜明けに飛ぶ',
])('%j will do', (password) => {
  expect(findPasswordFault(password, ada)).toBeUndefined()
})

test('a password is stored as argon2id, salted, with what OWASP recommends, and recognised', async () => {
  const { hash, verify } = createHashing()
  const [one, other] = await Promise.all([hash('three blue herons'), hash('three blue herons')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(one).not.toBe(other)
  expect(await verify('three blue herons', one)).toBe(true)
  expect(await verify('three blue heron', one)).toBe(false)
  expect(await verify('', undefined)).toBe(false)
})

test('one that was stored at another cost is recognised, and typed in another way too', async () => {
  const cheap = createHashing({ memory: 64, passes: 1 })
  expect(await createHashing().verify('hérons', await cheap.hash('he\u0301rons'))).toBe(true)
})

test('more than can be worked on wait their turn, and far too many are sent away', async () => {
  const { hash } = createHashing({ memory: 64, passes: 1 })
  const results = await Promise.allSettled(Array.from({ length: 300 }, () => hash('x')))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(202)
  expect(await hash('x')).toMatch(/^\$argon2id/)
})
