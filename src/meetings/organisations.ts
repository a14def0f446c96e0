import { createHash } from 'node:crypto'
import type {
  BrandConfig,
  LimitsConfig,
  OrganisationConfig,
  OrganisationKind,
  OrganisationStatus,
  ParameterRules,
  PricesConfig,
} from '../config/config.ts'
import { type Expression, parseExpression } from '../lib/expression.ts'
import type { Secret } from '../lib/secret.ts'
import { type Algorithm, createMatcher, type SignedQuery } from '../protocol/checksum.ts'
import { type Standing, toStandings } from './organisation-tree.ts'

/** Where a definition is written, and therefore who may change it. */
export type Origin = 'file' | 'database' | 'practice'

/** An organisation with its own clients, secrets and limits: a tenant of the gateway. */
export interface Organisation {
  readonly id: string
  readonly name: string
  /** The organisation that this one is part of, and whose administrators may do what its own may. */
  readonly parent: string | undefined
  readonly origin: Origin
  readonly kind: OrganisationKind
  /** Its own; what holds is told by its standing. */
  readonly status: OrganisationStatus
  readonly brand: BrandConfig
  readonly hosts: readonly string[]
  readonly secrets: readonly OrganisationSecret[]
  readonly checksums: ReadonlySet<Algorithm>
  readonly limits: LimitsConfig
  /** Its own; undefined when those of the one that it is part of hold. */
  readonly prices: PricesConfig | undefined
  readonly create: ParameterRules
  readonly join: ParameterRules
  readonly required: Expression
  readonly preferred: Expression
  readonly signFormBody: boolean
  /** Set when joins go by the join page: how many people it lets onto one server within a second. */
  readonly joinPage: { readonly perSecond: number } | undefined
}

export interface OrganisationSecret {
  /** The first 12 hex digits of the secret's SHA-256: tells secrets apart without showing them. */
  readonly fingerprint: string
  readonly value: Secret
  /** Milliseconds since 1970; undefined until first used. */
  lastUsedAt: number | undefined
}

/** How a request says which organisation it is for: by path, by host name, or by its secret alone. */
export interface Address {
  readonly organisation: string | undefined
  readonly host: string | undefined
}

export interface Organisations {
  find(id: string): Organisation | undefined
  list(): readonly Organisation[]
  /** What holds for it when those that it is part of are taken into account. */
  standing(id: string): Standing
  put(organisation: Organisation): void
  remove(id: string): void
  /** The organisation, not suspended, one of whose live secrets made the checksum; undefined looks the same for every reason. */
  authenticate(address: Address, call: string, signed: SignedQuery, now: number): Organisation | undefined
}

export function createOrganisations(): Organisations {
  const byId = new Map<string, Organisation>()
  const byHost = new Map<string, Organisation>()
  const known = { standings: toStandings(byId) }

  const reindex = () => {
    byHost.clear()
    for (const organisation of byId.values()) for (const host of organisation.hosts) byHost.set(host, organisation)
    known.standings = toStandings(byId)
  }
  const isSuspended = ({ id }: Organisation) => known.standings.get(id)?.status === 'suspended'

  return {
    find: (id) => byId.get(id),
    list: () => [...byId.values()],
    standing: (id) => known.standings.get(id) ?? unknown,
    put(organisation) {
      byId.set(organisation.id, organisation)
      reindex()
    },
    remove(id) {
      byId.delete(id)
      reindex()
    },
    authenticate(address, call, signed, now) {
      const { algorithm } = signed
      const matches = createMatcher(signed, call)
      const check = (one: Organisation | undefined) =>
        one && !isSuspended(one) ? verify(one, algorithm, matches, now) : undefined
      if (address.organisation !== undefined) return check(byId.get(address.organisation))
      const named = address.host === undefined ? undefined : byHost.get(address.host)
      if (named) return check(named)
      for (const organisation of byId.values()) {
        const found = check(organisation)
        if (found) return found
      }
      return undefined
    },
  }
}

/** An organisation ready for use, from its definition and its secrets (in the definition's order). */
export function toOrganisation(
  definition: Omit<OrganisationConfig, 'secrets'>,
  secrets: readonly Secret[],
  origin: Origin,
): Organisation {
  return {
    id: definition.id,
    name: definition.name,
    parent: definition.parent,
    origin,
    kind: definition.kind,
    status: definition.status,
    brand: definition.brand,
    hosts: definition.hosts,
    secrets: secrets.map((value) => ({ fingerprint: fingerprint(value), value, lastUsedAt: undefined })),
    checksums: new Set(definition.checksums),
    limits: definition.limits,
    prices: definition.prices,
    create: definition.create,
    join: definition.join,
    required: parseExpression(definition.servers.required),
    preferred: parseExpression(definition.servers.preferred),
    signFormBody: definition.sign_form_body,
    joinPage: definition.join_page?.enabled ? { perSecond: definition.join_page.per_second } : undefined,
  }
}

/** Of one that is not there. */
const unknown: Standing = {
  lineage: [],
  status: 'suspended',
  brand: {},
  bounds: [],
  duration: undefined,
  recording: false,
}

export function fingerprint(secret: Secret): string {
  return createHash('sha256').update(secret.reveal()).digest('hex').slice(0, 12)
}

function verify(
  organisation: Organisation,
  algorithm: Algorithm,
  matches: (secret: string) => boolean,
  now: number,
): Organisation | undefined {
  if (!organisation.checksums.has(algorithm)) return undefined
  for (const secret of organisation.secrets) {
    if (!matches(secret.value.reveal())) continue
    secret.lastUsedAt = now
    return organisation
  }
  return undefined
}
