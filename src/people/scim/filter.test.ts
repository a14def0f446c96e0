import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter, parseTarget } from './filter.ts'
import { answerQuery } from './list.ts'
import { matches } from './match.ts'
import { patch } from './patch.ts'
import type { Resource } from './value.ts'

/** The user of RFC 7643, section 8.2, in part. */
const barbara: Resource = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  id: '2819c223-7f76-453a-919d-413861904646',
  externalId: '701984',
  userName: 'bjensen@example.com',
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: 'Jensen', givenName: 'Barbara' },
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  ims: [{ value: 'someaimhandle', type: 'aim' }],
  userType: 'Employee',
  title: 'Tour Guide',
  active: true,
  groups: [{ value: 'e9e30dba-f08f-4109-8486-d5c6a331660a', display: 'Tour Guides' }],
  meta: { resourceType: 'User', lastModified: '2011-05-13T04:42:34Z' },
}

describe('a filter of RFC 7644', () => {
  it.each([
    ['userName Eq "john"', false],
    ['userName eq "bjensen@example.com"', true],
    ['USERNAME EQ "BJENSEN@EXAMPLE.COM"', true],
    [`name.familyName co "O'Malley"`, false],
    ['name.familyName co "ense"', true],
    ['userName sw "J"', false],
    ['userName sw "b"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b"', true],
    ['title pr', true],
    ['nickName pr', false],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', false],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', true],
    ['meta.lastModified lt "2011-05-13T06:42:35+02:00"', true],
    ['meta.lastModified le "2011-05-13T04:42:34Z"', true],
    ['title pr and userType eq "Employee"', true],
    ['title pr or userType eq "Intern"', true],
    ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', true],
    ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', true],
    ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', false],
    ['userType eq "Employee" and (emails.type eq "work")', true],
    ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', true],
    ['emails[type eq "home" and value co "@example.com"]', false],
    ['emails[type eq "work" and value co "@example.org"] or ims[type eq "aim" and value co "handle"]', true],
    ['externalId eq "701984"', true],
    ['id eq "2819C223-7f76-453a-919d-413861904646"', false],
    ['active eq true', true],
    ['active eq "True"', true],
    ['active eq false', false],
    ['nickName eq null', true],
    ['title eq null', false],
    ['title ew "guide"', true],
    ['groups.display eq "tour guides"', true],
    ['not (title pr) or userType eq "Intern" and title pr', false],
    ['userName eq "a\\"b\\\\c"', false],
  ])('%s', (filter, fits) => {
    expect(matches(parseFilter(filter), barbara)).toBe(fits)
  })

  it.each([
    '',
    ' ',
    'userName',
    'userName eq',
    'userName is "x"',
    'userName eq x',
    'userName eq "x',
    'userName eq "x" and',
    'userName eq "x" userName eq "x"',
    '(userName eq "x"',
    'userName eq "x")',
    'not userName eq "x"',
    'emails[type eq "work"',
    'emails[type eq "work"].value eq "x"',
    '1a eq "x"',
    'a.b.c eq "x"',
    'a eq {}',
    `${'('.repeat(100)}a pr${')'.repeat(100)}`,
    `a eq "${'x'.repeat(5000)}"`,
  ])('is refused: %j', (filter) => {
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }))
  })

  const word = fc.constantFrom(
    'and',
    'or',
    'not',
    '(',
    ')',
    '[',
    ']',
    'eq',
    'pr',
    'a',
    'a.b',
    'urn:x:a',
    '"x"',
    '1',
    'true',
    '"',
    '\\',
    '.value',
    ' ',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(word, fc.string())).map((words) => words.join(' ')),
  )

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(text, (filter) => {
        try {
          matches(parseFilter(filter), barbara)
        } catch (error) {
          expect(error).toMatchObject({ scimType: 'invalidFilter' })
        }
      }),
    )
  })

  it('and so is the path of a change', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('add', 'replace', 'remove'), fc.jsonValue(), (path, op, value) => {
        try {
          patch(barbara, [{ op, path, value: value as never }])
        } catch (error) {
          expect(error).toMatchObject({
            scimType: expect.stringMatching(/^(invalid(Path|Value)|noTarget|mutability)$/),
          })
        }
      }),
    )
  })
})

describe('what a change is aimed at', () => {
  it.each([
    ['members', { attribute: 'members', sub: undefined, filter: undefined }],
    ['name.familyName', { attribute: 'name', sub: 'familyName', filter: undefined }],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.givenName', { attribute: 'name', sub: 'givenName' }],
    ['addresses[type eq "work"]', { attribute: 'addresses', sub: undefined, filter: { kind: 'compare' } }],
    ['members[value eq "2819"].displayName', { attribute: 'members', sub: 'displayName', filter: { kind: 'compare' } }],
  ])('%s', (path, target) => {
    expect(parseTarget(path)).toMatchObject(target)
  })

  it.each(['', 'a.b.c', 'a[', 'a[b eq 1]c', 'a[b eq 1].', 'a.b[c eq 1]', 'a b', '"a"'])('is refused: %j', (path) => {
    expect(() => parseTarget(path)).toThrow(expect.objectContaining({ scimType: 'invalidPath' }))
  })
})

describe('a list', () => {
  const users: Resource[] = ['Carol', 'ada', 'Bob', 'dan'].map((userName, i) => {
    return {
      id: String(i),
      userName,
      ...(userName === 'Bob' ? {} : { title: userName.length }),
      emails: [{ value: 'x', type: 'work' }],
    }
  })
  const ask = (query: object) => {
    const answer: Resource = answerQuery(users, { startIndex: 1, count: 100, ...query })
    const resources = answer['Resources'] as Resource[]
    return { ...answer, resources, names: resources.map((one) => one['userName'] ?? one['id']) }
  }

  it('is sorted, whatever the case, what is missing last', () => {
    expect(ask({ sortBy: 'userName' }).names).toEqual(['ada', 'Bob', 'Carol', 'dan'])
    expect(ask({ sortBy: 'userName', sortOrder: 'descending' }).names).toEqual(['dan', 'Carol', 'Bob', 'ada'])
    expect(ask({ sortBy: 'title' }).names.at(-1)).toBe('Bob')
    expect(ask({ sortBy: 'title', sortOrder: 'descending' }).names[0]).toBe('Bob')
  })

  it('comes in pages, from 1, also when less is asked for', () => {
    expect(ask({ startIndex: 2, count: 2 })).toMatchObject({ names: ['ada', 'Bob'], totalResults: 4, startIndex: 2 })
    expect(ask({ startIndex: 0, count: 1 })).toMatchObject({ names: ['Carol'], startIndex: 1, itemsPerPage: 1 })
    expect(ask({ startIndex: 9 })).toMatchObject({ names: [], totalResults: 4 })
    expect(ask({ count: 0 })).toMatchObject({ names: [], totalResults: 4 })
    expect(ask({ count: -3 })).toMatchObject({ names: [] })
  })

  it('has the attributes that were asked for, and the id always', () => {
    const first = (query: object) => ask(query).resources[0]
    expect(first({ attributes: 'userName' })).toEqual({ id: '0', userName: 'Carol' })
    expect(first({ attributes: 'emails.type, TITLE' })).toEqual({ id: '0', title: 5, emails: [{ type: 'work' }] })
    expect(first({ excludedAttributes: 'id,emails.value,title' })).toEqual({
      id: '0',
      userName: 'Carol',
      emails: [{ type: 'work' }],
    })
  })
})
