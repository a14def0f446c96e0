import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import type { Account } from '../accounts.ts'
import { changePerson, requireIn, toNewPerson } from '../change-person.ts'
import { erasePerson } from '../erase-person.ts'
import { groupsByPerson } from '../members.ts'
import { addPerson, lockPeople, type PeopleParts, type Person, toPerson } from '../people.ts'
import { slices } from '../slices.ts'
import { type Filter, parseFilter } from './filter.ts'
import { answerQuery, listResponse, mostResults, type Query } from './list.ts'
import { type Operation, patch } from './patch.ts'
import { ScimProblem } from './problem.ts'
import { readUser, toUser, type UserWanted, userNameOf } from './user.ts'
import type { Resource } from './value.ts'

/** In whose organisation, on whose behalf, and under which address a directory works. */
export interface Directory {
  readonly organisation: string
  readonly actor: string
  /** The address of the organisation's SCIM service, without trailing slash. */
  readonly base: string
}

/** Throws if a resource is not in the state that the client knows. */
export type Precondition = (resource: Resource) => void

/** Throws Problem 'not-found'. */
export async function getUser(
  { database }: PeopleParts,
  { organisation, base }: Directory,
  id: string,
): Promise<Resource> {
  return await database.read(async (db) => {
    const [account] = await withGroups(db, [await requireIn(db, organisation, id)])
    return toUser(account as Account, base)
  })
}

/** Throws ScimProblem for a query that cannot be read. */
export async function listUsers(
  parts: PeopleParts,
  { organisation, base }: Directory,
  query: Query,
): Promise<Resource> {
  const filter = query.filter === undefined ? undefined : parseFilter(query.filter)
  return await parts.database.read(async (db) => {
    const users = narrow(ofOrganisation(db, organisation), filter)
    if (!filter && query.sortBy === undefined) return await listPage(db, users, base, query)
    const rows = await users.selectAll().orderBy('created_at').orderBy('id').execute()
    const accounts = await withGroups(db, rows.map(toPerson))
    return answerQuery(
      accounts.map((account) => toUser(account, base)),
      query,
    )
  })
}

/** Makes an account. Throws ScimProblem 'uniqueness' when its user name, address or external id is taken. */
export async function createUser(parts: PeopleParts, directory: Directory, body: Resource): Promise<Resource> {
  const { organisation, actor, base } = directory
  const wanted = readUser(body)
  return await parts.database.transact(async (tx) => {
    await lockPeople(tx, organisation)
    await refuseUserName(tx, organisation, wanted.userName)
    const made = await addPerson(parts, tx, toNewPerson({ ...wanted, organisation }), actor)
    const { suspended } = wanted
    const person = suspended ? await changePerson(parts, tx, made, { suspended }, actor) : made
    return toUser({ person, groups: [] }, base)
  })
}

/** Replaces what is said of an account. Throws Problem 'not-found', and as `createUser` does. */
export async function replaceUser(
  parts: PeopleParts,
  directory: Directory,
  id: string,
  body: Resource,
  precondition: Precondition,
): Promise<Resource> {
  return await changeUser(parts, directory, id, precondition, () => readUser(body))
}

/** Changes parts of what is said of an account. Throws Problem 'not-found', and as `createUser` and `patch` do. */
export async function patchUser(
  parts: PeopleParts,
  directory: Directory,
  id: string,
  operations: readonly Operation[],
  precondition: Precondition,
): Promise<Resource> {
  return await changeUser(parts, directory, id, precondition, (before) => readUser(patch(before, operations), before))
}

/** Erases an account. Throws Problem 'not-found'. */
export async function deleteUser(
  parts: PeopleParts,
  { organisation, actor, base }: Directory,
  id: string,
  precondition: Precondition,
): Promise<void> {
  await parts.database.transact(async (tx) => {
    await lockPeople(tx, organisation)
    const [account] = await withGroups(tx, [await requireIn(tx, organisation, id)])
    precondition(toUser(account as Account, base))
    await erasePerson(parts, tx, { organisation, id }, actor)
  })
}

async function changeUser(
  parts: PeopleParts,
  { organisation, actor, base }: Directory,
  id: string,
  precondition: Precondition,
  read: (before: Resource) => UserWanted,
): Promise<Resource> {
  return await parts.database.transact(async (tx) => {
    await lockPeople(tx, organisation)
    const person = await requireIn(tx, organisation, id)
    const [account] = await withGroups(tx, [person])
    const before = toUser(account as Account, base)
    precondition(before)
    const { userName, ...wanted } = read(before)
    const isRenamed = userName !== userNameOf(person)
    if (isRenamed) await refuseUserName(tx, organisation, userName, id)
    const changes = isRenamed ? { ...wanted, userName } : wanted
    const changed = await changePerson(parts, tx, person, changes, actor)
    return toUser({ person: changed, groups: account?.groups ?? [] }, base)
  })
}

async function listPage(db: Kysely<Tables>, users: Users, base: string, query: Query): Promise<Resource> {
  const { total } = await users.select((of) => of.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const startIndex = Math.max(1, query.startIndex)
  const rows = await users
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .offset(startIndex - 1)
    .limit(Math.min(Math.max(0, query.count), mostResults))
    .execute()
  const accounts = await withGroups(db, rows.map(toPerson))
  return listResponse(
    accounts.map((account) => toUser(account, base)),
    { ...query, startIndex, total },
  )
}

type Users = SelectQueryBuilder<Tables, 'people', object>

function ofOrganisation(db: Kysely<Tables>, organisation: string): Users {
  return db.selectFrom('people').where('organisation', '=', organisation).where('status', '<>', 'erased')
}

const userName = sql<string>`lower(coalesce(user_name, email, external_id, id))`

/** Only those that can fit the filter, as far as the database knows: directories ask for one user at a time. */
function narrow(users: Users, filter: Filter | undefined): Users {
  if (filter?.kind === 'and') return narrow(narrow(users, filter.left), filter.right)
  if (filter?.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return users
  const value = filter.value.replaceAll('\0', '').toWellFormed()
  switch (`${filter.path.attribute}.${filter.path.sub ?? ''}`.toLowerCase()) {
    case 'id.':
      return users.where('id', '=', value)
    case 'externalid.':
      return users.where('external_id', '=', value)
    case 'username.':
      return users.where(sql<boolean>`${userName} = lower(${value})`)
    case 'emails.':
    case 'emails.value':
      return users.where(sql<boolean>`lower(email) = lower(${value})`)
    default:
      return users
  }
}

async function refuseUserName(tx: Kysely<Tables>, organisation: string, name: string, self = ''): Promise<void> {
  const users = ofOrganisation(tx, organisation)
    .where('id', '<>', self)
    .where(sql<boolean>`${userName} = lower(${name})`)
  if (!(await users.select('id').executeTakeFirst())) return
  throw new ScimProblem('uniqueness', `there is a user ${name} already`, 'conflict')
}

async function withGroups(db: Kysely<Tables>, people: readonly Person[]): Promise<Account[]> {
  const accounts: Account[] = []
  for (const some of slices(people)) {
    const ids = some.map(({ id }) => id)
    const groups = await groupsByPerson(db, ids)
    accounts.push(...some.map((person) => ({ person, groups: groups.get(person.id) ?? [] })))
  }
  return accounts
}
