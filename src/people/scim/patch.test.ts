import { describe, expect, it } from 'vitest'
import { type Operation, patch } from './patch.ts'
import type { Resource } from './value.ts'

const babs = { value: '2819c223', display: 'Babs Jensen' }
const james = { value: '902c246b', display: 'James Smith' }
const group: Resource = { displayName: 'Tour Guides', members: [babs] }
const work = { type: 'work', value: 'b@example.com', primary: true }
const home = { type: 'home', value: 'babs@jensen.org' }
const user: Resource = {
  userName: 'bjensen',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  emails: [work, home],
}

const apply = (resource: Resource, ...operations: Operation[]) => patch(resource, operations)

describe('the examples of RFC 7644, section 3.5.2', () => {
  it('add a member', () => {
    const added = apply(group, { op: 'add', path: 'members', value: [james] })
    expect(added).toEqual({ ...group, members: [babs, james] })
    expect(apply(added, { op: 'add', path: 'members', value: [james] })).toEqual(added)
  })

  it('add attributes without a path', () => {
    const value = { emails: [{ value: 'babs@jensen.org', type: 'home' }], nickname: 'Babs' }
    expect(apply({ userName: 'b', emails: [work] }, { op: 'add', value })).toEqual({
      userName: 'b',
      emails: [work, home],
      nickname: 'Babs',
    })
  })

  it('remove all members, one, and those of a filter', () => {
    expect(apply(group, { op: 'remove', path: 'members' })).toEqual({ ...group, members: [] })
    const both = { ...group, members: [babs, james] }
    expect(apply(both, { op: 'remove', path: 'members[value eq "2819c223"]' })).toEqual({ ...group, members: [james] })
    const path = 'emails[type eq "work" and value ew "example.com"]'
    expect(apply(user, { op: 'remove', path })).toEqual({ ...user, emails: [home] })
  })

  it('remove one member and add another', () => {
    const remove = { op: 'remove', path: 'members[value eq "2819c223"]' }
    expect(apply(group, remove, { op: 'add', path: 'members', value: [james] })).toEqual({ ...group, members: [james] })
  })

  it('replace all members, and parts of values', () => {
    expect(apply(group, { op: 'replace', path: 'members', value: [james] })).toEqual({ ...group, members: [james] })
    const resource: Resource = {
      addresses: [
        { type: 'work', locality: 'Hollywood' },
        { type: 'home', locality: 'X' },
      ],
    }
    const value = { locality: 'Los Angeles', country: 'USA' }
    expect(apply(resource, { op: 'replace', path: 'addresses[type eq "work"]', value })).toEqual({
      addresses: [
        { type: 'work', locality: 'Los Angeles', country: 'USA' },
        { type: 'home', locality: 'X' },
      ],
    })
    const street = { op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: '1010 Broadway' }
    expect(apply(resource, street)['addresses']).toMatchObject([{ streetAddress: '1010 Broadway' }, { type: 'home' }])
  })

  it('replace attributes without a path', () => {
    const value = { emails: [home], name: { givenName: 'Babs' } }
    expect(apply(user, { op: 'replace', value })).toEqual({
      ...user,
      emails: [home],
      name: { givenName: 'Babs', familyName: 'Jensen' },
    })
  })
})

describe('what directories send', () => {
  it('verbs in any case, and keys that are paths', () => {
    const value = { active: false, 'name.givenName': 'Babs', 'emails[type eq "work"].value': 'c@example.com' }
    expect(apply(user, { op: 'Replace', value })).toEqual({
      ...user,
      active: false,
      name: { givenName: 'Babs', familyName: 'Jensen' },
      emails: [{ ...work, value: 'c@example.com' }, home],
    })
  })

  it('members to be removed in the value', () => {
    const both = { ...group, members: [babs, james] }
    const remove = { op: 'Remove', path: 'members', value: [{ value: '902c246b' }] }
    expect(apply(both, remove)).toEqual(group)
    expect(apply(group, remove)).toEqual(group)
  })

  it('a value that is not there yet, described by its filter', () => {
    const add = { op: 'Add', path: 'emails[type eq "work"].value', value: 'b@example.com' }
    expect(apply({ userName: 'b' }, add)).toEqual({ userName: 'b', emails: [{ type: 'work', value: 'b@example.com' }] })
  })

  it('what cannot be changed beside what can', () => {
    expect(apply(group, { op: 'replace', value: { id: 'x', schemas: [], displayName: 'Guides' } })).toEqual({
      ...group,
      displayName: 'Guides',
    })
  })

  it('a new primary value, which takes that from the other', () => {
    const fresh = { value: 'c@example.com', type: 'other', primary: true }
    expect(apply(user, { op: 'add', path: 'emails', value: fresh })['emails']).toEqual([
      { ...work, primary: false },
      home,
      fresh,
    ])
  })

  it('the removal of a part', () => {
    expect(apply(user, { op: 'remove', path: 'name.familyName' })['name']).toEqual({ givenName: 'Barbara' })
    expect(apply(user, { op: 'remove', path: 'name' })).toEqual({ userName: 'bjensen', emails: [work, home] })
  })
})

describe('a change is refused', () => {
  it.each<[Operation, string]>([
    [{ op: 'move', path: 'name', value: 1 }, 'invalidSyntax'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'add' }, 'invalidValue'],
    [{ op: 'add', value: 'x' }, 'invalidValue'],
    [{ op: 'add', path: 'name' }, 'invalidValue'],
    [{ op: 'replace', path: 'emails[type eq "other"].value', value: 'x' }, 'noTarget'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'add', path: 'groups', value: [] }, 'mutability'],
    [{ op: 'add', path: 'name..x', value: 1 }, 'invalidPath'],
    [{ op: 'add', value: { 'a b': 1 } }, 'invalidPath'],
  ])('%j: %s', (operation, scimType) => {
    expect(() => apply(user, operation)).toThrow(expect.objectContaining({ scimType }))
  })
})
