import { describe, expect, it } from 'vitest'
import { anOrganisation } from '../../test/meetings.ts'
import { signQuery, splitChecksum } from '../protocol/checksum.ts'
import { type Address, createOrganisations, fingerprint, type Organisation } from './organisations.ts'

function signed(secret: string, algorithm: 'sha1' | 'sha256' = 'sha256') {
  const split = splitChecksum(signQuery(algorithm, 'getMeetings', 'a=1', secret))
  if (!split) throw new Error('not signed')
  return split
}

function open(...list: Organisation[]) {
  const organisations = createOrganisations()
  for (const one of list) organisations.put(one)
  const authenticate = (secret: string, address: Partial<Address> = {}, algorithm?: 'sha1') =>
    organisations.authenticate(
      { organisation: undefined, host: undefined, ...address },
      'getMeetings',
      signed(secret, algorithm),
      1234,
    )?.id
  return { organisations, authenticate }
}

const first = () => anOrganisation({ id: 'first', hosts: ['first.example.org'] }, ['secret-1', 'secret-1-new'])
const second = () => anOrganisation({ id: 'second' }, ['secret-2'])

describe('organisations', () => {
  it('are known by path, by host name or by their secret alone', () => {
    const { authenticate } = open(first(), second())
    expect(authenticate('secret-1', { organisation: 'first' })).toBe('first')
    expect(authenticate('secret-1', { host: 'first.example.org' })).toBe('first')
    expect(authenticate('secret-2', { host: 'anything.example.org' })).toBe('second')
    expect(authenticate('secret-2')).toBe('second')
  })

  it('are not known by another’s path or host name', () => {
    const { authenticate } = open(first(), second())
    expect(authenticate('secret-2', { organisation: 'first' })).toBeUndefined()
    expect(authenticate('secret-2', { host: 'first.example.org' })).toBeUndefined()
    expect(authenticate('secret-1', { organisation: 'nobody' })).toBeUndefined()
    expect(authenticate('secret-1', { organisation: 'second', host: 'first.example.org' })).toBeUndefined()
  })

  it('may have two secrets while one is being replaced, and remember which was used', () => {
    const organisation = first()
    const { authenticate } = open(organisation)
    expect(authenticate('secret-1-new')).toBe('first')
    expect(organisation.secrets.map(({ lastUsedAt }) => lastUsedAt)).toEqual([undefined, 1234])
    expect(authenticate('secret-1')).toBe('first')
    expect(organisation.secrets.map(({ lastUsedAt }) => lastUsedAt)).toEqual([1234, 1234])
  })

  it('that are suspended, or do not allow the algorithm, are as good as unknown', () => {
    const { authenticate } = open(
      anOrganisation({ id: 'off', status: 'suspended' }, ['secret-off']),
      anOrganisation({ id: 'strict', checksums: ['sha256'] }, ['secret-strict']),
    )
    expect(authenticate('secret-off')).toBeUndefined()
    expect(authenticate('secret-strict', {}, 'sha1')).toBeUndefined()
    expect(authenticate('secret-strict')).toBe('strict')
  })

  it('are unknown once they were removed, by host name, too', () => {
    const { organisations, authenticate } = open(first(), second())
    organisations.remove('first')
    expect(authenticate('secret-1')).toBeUndefined()
    expect(authenticate('secret-2', { host: 'first.example.org' })).toBe('second')
    expect(organisations.list().map(({ id }) => id)).toEqual(['second'])
  })

  it('with an empty secret let nobody in', () => {
    const { authenticate } = open(anOrganisation({ id: 'careless' }, ['']))
    expect(authenticate('')).toBeUndefined()
  })

  it('show their secrets by fingerprint alone', () => {
    const [secret] = second().secrets
    expect(secret?.fingerprint).toMatch(/^[0-9a-f]{12}$/)
    expect(secret && fingerprint(secret.value)).toBe(secret?.fingerprint)
    expect(JSON.stringify(second())).not.toContain('secret-2')
  })
})
