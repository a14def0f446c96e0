import type { BrandConfig, LimitsConfig, OrganisationStatus } from '../config/config.ts'
import type { Organisation } from './organisations.ts'

/** Limits of an organisation, and all those whose meetings count against them. */
export interface Bound {
  readonly organisation: string
  readonly limits: LimitsConfig
  /** The organisation itself and everything below it. */
  readonly members: readonly string[]
}

/** What holds for an organisation when those that it is part of are taken into account. */
export interface Standing {
  /** The organisation itself, the one that it is part of, and so on up. */
  readonly lineage: readonly string[]
  /** The strictest of the lineage. */
  readonly status: OrganisationStatus
  /** Of each part, what the nearest in the lineage says. */
  readonly brand: BrandConfig
  /** Those of the lineage that limit meetings, users, minutes or storage; usually none. */
  readonly bounds: readonly Bound[]
  /** The shortest of the lineage, in minutes. */
  readonly duration: number | undefined
  /** Whether all of the lineage allow it. */
  readonly recording: boolean
}

const strictness: readonly OrganisationStatus[] = ['active', 'leaving', 'read-only', 'suspended']

/** Works out what holds for every organisation. A parent that is not there, or a loop, ends the lineage. */
export function toStandings(organisations: ReadonlyMap<string, Organisation>): ReadonlyMap<string, Standing> {
  const lineages = new Map([...organisations.keys()].map((id) => [id, lineageOf(organisations, id)]))
  const members = new Map<string, string[]>()
  for (const [id, line] of lineages) {
    for (const above of line) members.set(above, (members.get(above) ?? []).concat(id))
  }
  return new Map([...lineages].map(([id, line]) => [id, standingOf(organisations, line, members)]))
}

/** The organisation itself, the one that it is part of, and so on up. */
export function lineageOf(organisations: ReadonlyMap<string, { readonly parent?: string | undefined }>, id: string) {
  const line: string[] = []
  for (let at: string | undefined = id; at !== undefined && !line.includes(at); at = organisations.get(at)?.parent) {
    if (at !== id && !organisations.has(at)) break
    line.push(at)
  }
  return line
}

function standingOf(
  organisations: ReadonlyMap<string, Organisation>,
  lineage: readonly string[],
  members: ReadonlyMap<string, readonly string[]>,
): Standing {
  const line = lineage.flatMap((id) => organisations.get(id) ?? [])
  const durations = line.flatMap(({ limits }) => limits.duration ?? [])
  return {
    lineage,
    status: strictness[Math.max(0, ...line.map(({ status }) => strictness.indexOf(status)))] ?? 'suspended',
    brand: Object.assign({}, ...line.map(({ brand }) => said(brand)).toReversed()),
    bounds: line
      .filter(isBound)
      .map(({ id, limits }) => ({ organisation: id, limits, members: members.get(id) ?? [] })),
    duration: durations.length > 0 ? Math.min(...durations) : undefined,
    recording: line.every(({ limits }) => limits.recording),
  }
}

function isBound({ limits }: Organisation): boolean {
  const { meetings, users, minutes, storage } = limits
  return [meetings, users, minutes, storage].some((limit) => limit !== undefined)
}

function said(brand: BrandConfig): BrandConfig {
  return Object.fromEntries(Object.entries(brand).filter(([, value]) => value !== undefined))
}
