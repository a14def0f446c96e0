import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { addPerson, changeOf, findPerson, type PeopleParts, type Person, toPerson } from './people.ts'
import type { Role } from './rights.ts'
import type { OidcSettings, SignInSettings } from './sign-in-settings.ts'

/** What must come back with somebody who was sent to their provider. Kept by us, never in the address. */
export interface OidcProof {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Who somebody is, as their organisation's provider says. */
export interface OidcIdentity {
  readonly issuer: string
  readonly subject: string
  readonly name: string | undefined
  readonly email: string | undefined
  readonly emailVerified: boolean
  /** What the provider calls the session, if it does. */
  readonly session: string | undefined
  readonly claims: Readonly<Record<string, unknown>>
}

/** Whose sessions a provider ends. */
export interface OidcLogout {
  readonly subject: string | undefined
  readonly session: string | undefined
}

/** Speaks OpenID Connect with the provider of an organisation. */
export interface OidcProvider {
  /** Where to send the browser. Throws Problem 'upstream' when the provider does not answer as one. */
  begin(settings: OidcSettings, redirect: string): Promise<{ readonly address: string; readonly proof: OidcProof }>
  /**
   * Who came back to `address`. Throws Problem 'refused' when the answer is not to what was asked, is for somebody else,
   * or comes from another issuer; 'upstream' as above.
   */
  finish(settings: OidcSettings, address: string, proof: OidcProof): Promise<OidcIdentity>
  /** Reads a back-channel logout token. Throws Problem 'refused' when it is not the provider's. */
  readLogout(settings: OidcSettings, token: string): Promise<OidcLogout>
}

/** Why the provider's word is not enough; in these words the page explains it. */
export type Rejection = 'unknown' | 'domain' | 'role' | 'suspended'

/** The account of an identity, with what was changed for it; or why there is none. */
export type Admission = { readonly person: Person } | { readonly rejected: Rejection }

export interface AdmissionRequest {
  readonly organisation: string
  readonly settings: SignInSettings & { readonly oidc: OidcSettings }
  readonly identity: OidcIdentity
  /** Whoever holds an invitation to an account of this id. */
  readonly invited: string | undefined
}

/**
 * Finds the account of somebody whom their organisation's provider vouches for: the one that this identity had before, the
 * one they are invited to, or the one with their verified address; makes one where the organisation lets it. The role
 * follows the provider where a mapping says so.
 */
export async function admit(parts: PeopleParts, request: AdmissionRequest): Promise<Admission> {
  const { settings, identity, invited } = request
  if (invited === undefined && !isOfDomain(settings.oidc, identity)) return { rejected: 'domain' }
  const role = roleOf(settings.oidc, identity)
  if (role === 'none') return { rejected: 'role' }
  const found = await findAccount(parts, request)
  if (!found && settings.registration === 'no') return { rejected: 'unknown' }
  if (found?.status === 'suspended' || found?.status === 'erased') return { rejected: 'suspended' }
  const person = await parts.database.transact(async (tx) => {
    const account = found ?? (await register(parts, tx, request, role))
    await link(parts, tx, request, account)
    return await follow(parts, tx, account, role)
  })
  return { person }
}

/** The accounts that this subject of the issuer signs in to, for a provider that ends their sessions. */
export async function findLinked(
  { database }: PeopleParts,
  organisation: string,
  issuer: string,
  subject: string,
): Promise<string | undefined> {
  const row = await database.read((db) =>
    db
      .selectFrom('identities')
      .select('person')
      .where('organisation', '=', organisation)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst(),
  )
  return row?.person
}

/** Ends what a provider says is over: one session of it, or all of one subject. Gives how many ended. */
export async function endProviderSessions(
  parts: PeopleParts,
  organisation: string,
  issuer: string,
  { subject, session }: OidcLogout,
): Promise<number> {
  const person = subject === undefined ? undefined : await findLinked(parts, organisation, issuer, subject)
  if (subject !== undefined && person === undefined) return 0
  const ended = await parts.database.read((db) => {
    const ours = db.selectFrom('people').select('id').where('organisation', '=', organisation)
    let query = db.deleteFrom('sessions').where('person', 'in', ours)
    if (person !== undefined) query = query.where('person', '=', person)
    if (session !== undefined) query = query.where('provider_session', '=', `${issuer} ${session}`)
    return query.executeTakeFirst()
  })
  return Number(ended.numDeletedRows)
}

/** Whether the address is of one of the domains, and certainly theirs. */
function isOfDomain(oidc: OidcSettings, identity: OidcIdentity): boolean {
  if (oidc.emailDomains.length === 0) return true
  const domain = trustedEmail(oidc, identity)?.toLowerCase().split('@').at(-1)
  return domain !== undefined && oidc.emailDomains.includes(domain)
}

function trustedEmail(oidc: OidcSettings, { email, emailVerified }: OidcIdentity): string | undefined {
  return emailVerified || oidc.trustEmail ? email : undefined
}

/** The role by the mapping; undefined when there is no mapping, `none` when it gives them none. */
function roleOf({ roles }: OidcSettings, { claims }: OidcIdentity): Role | 'none' | undefined {
  if (!roles) return undefined
  const value = Object.hasOwn(claims, roles.claim) ? claims[roles.claim] : undefined
  const values = new Set([value].flat().filter((one) => typeof one === 'string'))
  if (roles.admin.some((one) => values.has(one))) return 'admin'
  return roles.member.length === 0 || roles.member.some((one) => values.has(one)) ? 'member' : 'none'
}

async function findAccount(parts: PeopleParts, request: AdmissionRequest): Promise<Person | undefined> {
  const { organisation, settings, identity, invited } = request
  if (invited !== undefined) return await findPerson(parts, invited)
  const linked = await findLinked(parts, organisation, identity.issuer, identity.subject)
  if (linked !== undefined) return await findPerson(parts, linked)
  const email = trustedEmail(settings.oidc, identity)
  if (email === undefined) return undefined
  const row = await parts.database.read((db) =>
    db
      .selectFrom('people')
      .selectAll()
      .where('organisation', '=', organisation)
      .where((of) => of(of.fn<string>('lower', ['email']), '=', email.toLowerCase()))
      .where('status', '<>', 'erased')
      .executeTakeFirst(),
  )
  return row && toPerson(row)
}

async function register(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  { organisation, settings, identity }: AdmissionRequest,
  role: Role | undefined,
): Promise<Person> {
  const email = trustedEmail(settings.oidc, identity)
  const name = identity.name ?? email?.split('@')[0]
  if (name === undefined) {
    throw new Problem('refused', 'the provider tells neither a name nor a verified address', {
      hint: 'ask for the scopes profile and email',
    })
  }
  const wanted = { organisation, name: name.slice(0, 200), email, role: role ?? 'member', status: 'active' } as const
  return await addPerson(parts, tx, wanted, 'oidc')
}

/** An identity belongs to one account, and an account keeps one identity of an issuer. */
async function link(
  { clock }: PeopleParts,
  tx: Kysely<Tables>,
  { organisation, identity: { issuer, subject } }: AdmissionRequest,
  { id: person }: Person,
): Promise<void> {
  await tx
    .deleteFrom('identities')
    .where('person', '=', person)
    .where('issuer', '=', issuer)
    .where('subject', '<>', subject)
    .execute()
  await tx
    .insertInto('identities')
    .values({ organisation, issuer, subject, person, created_at: clock.now() })
    .onConflict((c) => c.columns(['organisation', 'issuer', 'subject']).doUpdateSet({ person }))
    .execute()
}

async function follow(parts: PeopleParts, tx: Kysely<Tables>, person: Person, role: Role | undefined): Promise<Person> {
  if (role === undefined || role === person.role) return person
  const changed = { role, changed_at: parts.clock.now() }
  await tx.updateTable('people').set(changed).where('id', '=', person.id).execute()
  await recordChange(parts, tx, changeOf('person.change', person, 'oidc', { role, was: person.role }))
  return { ...person, role }
}
