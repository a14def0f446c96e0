import type { Account } from '../accounts.ts'
import type { PersonChanges } from '../change-person.ts'
import type { Person } from '../people.ts'
import type { Role } from '../rights.ts'
import { isEmail, isLanguage, isLine } from '../words.ts'
import { ScimProblem } from './problem.ts'
import { present, textOf, userSchema, withMeta } from './resource.ts'
import { attributeOf, isResource, type Resource, toList, type Value } from './value.ts'

/** An account as a user of SCIM; `base` is the address of the organisation's SCIM service. */
export function toUser({ person, groups }: Account, base: string): Resource {
  const { email, givenName, familyName, name, status } = person
  const resource = present({
    schemas: [userSchema],
    id: person.id,
    externalId: person.externalId,
    userName: userNameOf(person),
    name: present({ formatted: name, givenName, familyName }),
    displayName: name,
    emails: email === undefined ? undefined : [{ value: email, type: 'work', primary: true }],
    active: status !== 'suspended',
    preferredLanguage: person.language,
    roles: [{ value: person.role, primary: true }],
    groups: groups.map((group) => ({
      value: group.id,
      $ref: `${base}/Groups/${group.id}`,
      display: group.name,
      type: 'direct',
    })),
  })
  return withMeta(resource, { type: 'User', base, createdAt: person.createdAt, changedAt: person.changedAt })
}

/** What a directory calls an account; one that no directory made goes by its address, else by its other names. */
export function userNameOf({ userName, email, externalId, id }: Person): string {
  return userName ?? email ?? externalId ?? id
}

/** What a user of SCIM says of an account. */
export type UserWanted = PersonChanges & {
  readonly name: string
  readonly userName: string
  readonly suspended: boolean
}

/**
 * Reads a user as a whole: what it does not say is emptied, except for the role. `before` is what was there when it differs
 * from it in part only. Throws ScimProblem 'invalidValue'.
 */
export function readUser(user: Resource, before?: Resource): UserWanted {
  const userName = textOf(user, 'userName', isLine)
  if (userName === undefined) throw new ScimProblem('invalidValue', 'userName is missing')
  const names = attributeOf(user, 'name')
  const inName = isResource(names) ? names : {}
  return {
    userName,
    name: nameOf(user, before) ?? userName,
    givenName: textOf(inName, 'givenName', isLine) ?? null,
    familyName: textOf(inName, 'familyName', isLine) ?? null,
    email: emailOf(user) ?? (isEmail(userName) ? userName : null),
    externalId: textOf(user, 'externalId', isLine) ?? null,
    language: languageOf(user) ?? null,
    role: roleOf(user),
    suspended: !isActive(user),
  }
}

/** The name that others see: of the three ways to say it the one that was changed, else the first that is there. */
function nameOf(user: Resource, before: Resource | undefined): string | undefined {
  const ways = namesIn(user)
  if (!before) return ways.find((way) => way !== undefined)
  const old = namesIn(before)
  return ways.find((way, at) => way !== undefined && way !== old[at]) ?? ways.find((way) => way !== undefined)
}

function namesIn(user: Resource): (string | undefined)[] {
  const name = attributeOf(user, 'name')
  const parts = isResource(name) ? name : {}
  const [given, family] = ['givenName', 'familyName'].map((part) => textOf(parts, part, isLine))
  const joined = [given, family]
    .filter((part) => part !== undefined)
    .join(' ')
    .slice(0, 200)
  return [textOf(user, 'displayName', isLine), textOf(parts, 'formatted', isLine), joined || undefined]
}

/** One address is kept: the primary one, else one for work, else the first. */
function emailOf(user: Resource): string | undefined {
  const emails = toList(attributeOf(user, 'emails')).map((one) => (isResource(one) ? one : { value: one }))
  const isPrimary = (one: Resource) => String(attributeOf(one, 'primary')).toLowerCase() === 'true'
  const isForWork = (one: Resource) => String(attributeOf(one, 'type')).toLowerCase() === 'work'
  const chosen = emails.find(isPrimary) ?? emails.find(isForWork) ?? emails[0]
  const address = chosen && attributeOf(chosen, 'value')
  if (address === undefined || address === null || address === '') return undefined
  if (typeof address === 'string' && isEmail(address.trim())) return address.trim()
  throw new ScimProblem('invalidValue', 'the e-mail address is none')
}

/** Directories know more languages than pages do; what is no language says nothing. */
function languageOf(user: Resource): string | undefined {
  const said = attributeOf(user, 'preferredLanguage') ?? attributeOf(user, 'locale')
  const tag = typeof said === 'string' ? said.trim().replaceAll('_', '-') : ''
  const language = tag.replace(/^[^-]+/, (code) => code.toLowerCase())
  return isLanguage(language) ? language : undefined
}

/** Undefined where no roles are said: nobody loses the administration because a directory knows no roles. */
function roleOf(user: Resource): Role | undefined {
  const roles = toList(attributeOf(user, 'roles')).map((one) => (isResource(one) ? attributeOf(one, 'value') : one))
  if (roles.length === 0) return undefined
  return roles.some((one) => typeof one === 'string' && one.toLowerCase() === 'admin') ? 'admin' : 'member'
}

/** Some directories write truth as text. */
function isActive(user: Resource): boolean {
  const active: Value = attributeOf(user, 'active') ?? true
  const text = String(active).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  throw new ScimProblem('invalidValue', 'active must be true or false')
}
