import type { Config, MachineConfig, ServiceConfig, ServiceStatus, WeightConfig } from '../../config/config.ts'
import { isWithoutPlans } from '../capacity.ts'
import { monthsOfService } from '../catalogue.ts'
import { monthsBetween, nameOfMonth } from '../months.ts'
import type { WrittenItem, WrittenRoadmap } from './notation.ts'

/** Which machine comes when, with what on it, and how that compares with what was promised. */
export interface Roadmap {
  /** By month, and within one in the order of the file. */
  readonly planned: readonly RoadmapEntry[]
  readonly withoutPlans: readonly RoadmapEntry[]
  readonly retired: readonly RoadmapEntry[]
}

export interface RoadmapEntry {
  readonly machine: string
  readonly label: string
  readonly parts: readonly RoadmapPart[]
  readonly weight: WeightConfig | undefined
  /** `2020-08`: when it came, else for when it is planned. */
  readonly month: string | undefined
  /** The first promise. */
  readonly promised: string | undefined
  /** Months after the first promise; 0 when it was kept, negative when it came before. */
  readonly slip: number
  /** It is in production, and the file says since when. */
  readonly hasCome: boolean
}

/** A service on it. */
export interface RoadmapPart {
  readonly service: string
  readonly text: string
  readonly status: ServiceStatus
  readonly month: string | undefined
  readonly promised: string | undefined
  readonly slip: number
  readonly hasCome: boolean
}

/** The roadmap that the machines with a label and their services amount to. Pure. */
export function roadmapOf(config: Config): Roadmap {
  const entries = config.machines.flatMap((machine) => {
    const { label } = machine
    return label === undefined ? [] : [{ machine, entry: entryOf(config, machine, label) }]
  })
  const pick = (wanted: (machine: MachineConfig) => boolean) =>
    entries.filter(({ machine }) => wanted(machine)).map(({ entry }) => entry)
  const isRetired = ({ state }: MachineConfig) => state === 'retired'
  const planned = pick((machine) => !isRetired(machine) && !isWithoutPlans(machine))
  return {
    planned: planned.toSorted((a, b) => (a.month ?? '').localeCompare(b.month ?? '')),
    withoutPlans: pick((machine) => !isRetired(machine) && isWithoutPlans(machine)),
    retired: pick(isRetired),
  }
}

/** The roadmap in the notation of minutes. Years are written when the months alone could be mistaken. */
export function writeRoadmap({ planned, withoutPlans, retired }: Roadmap): WrittenRoadmap {
  const months = [...planned, ...retired].flatMap(({ month }) => month ?? []).toSorted()
  const [first, last] = [months.at(0), months.at(-1)]
  const withYears = first !== undefined && last !== undefined && monthsBetween(first, last) > 11
  const write = (entry: RoadmapEntry) => writeEntry(entry, withYears)
  const others = [
    { heading: 'No plans', items: withoutPlans.map(write) },
    { heading: 'Retired', items: retired.map(write) },
  ]
  return { planned: planned.map(write), others: others.filter(({ items }) => items.length > 0) }
}

/** `2 months late`, `as promised`; undefined when nothing was promised, or nothing can be said yet. */
export function spellSlip({
  slip,
  promised,
  hasCome,
}: Pick<RoadmapEntry, 'slip' | 'promised' | 'hasCome'>): string | undefined {
  if (promised === undefined) return undefined
  if (slip === 0) return hasCome ? 'as promised' : undefined
  const months = `${Math.abs(slip)} ${Math.abs(slip) === 1 ? 'month' : 'months'}`
  return slip > 0 ? `${months} late` : `${months} early`
}

function writeEntry({ label, parts, weight, month }: RoadmapEntry, withYears: boolean): WrittenItem {
  const name = month && `${nameOfMonth(month)}${withYears ? ` ${month.slice(0, 4)}` : ''}`
  return { label, parts: parts.map(({ text }) => text), weight: weight?.text ?? '', month: name }
}

function entryOf(config: Config, machine: MachineConfig, label: string): RoadmapEntry {
  const { id, description, weight, state } = machine
  const month = state === 'retired' ? machine.until : (machine.since ?? machine.month)
  const planned = machine.since ?? machine.month
  const promised = machine.promised ?? machine.month
  const services = config.services.filter((service) => service.machine === id)
  const parts = services.map((service) => partOf(config, service))
  const slip = slipOf(promised, planned)
  const hasCome = machine.since !== undefined
  const status = statusOf(machine)
  const nothing: RoadmapPart = { service: id, text: description ?? id, status, month, promised, slip, hasCome }
  return {
    machine: id,
    label,
    parts: parts.length === 0 ? [nothing] : parts,
    weight,
    month,
    promised,
    slip,
    hasCome,
  }
}

function partOf(config: Config, service: ServiceConfig): RoadmapPart {
  const { month, promised, since } = monthsOfService(config, service)
  const comes = since ?? month
  const { id, short, status } = service
  const slip = slipOf(promised, comes)
  return { service: id, text: short, status, month: comes, promised, slip, hasCome: since !== undefined }
}

function statusOf({ state }: MachineConfig): ServiceStatus {
  return state === 'present' ? 'production' : state
}

function slipOf(promised: string | undefined, comes: string | undefined): number {
  return promised === undefined || comes === undefined ? 0 : monthsBetween(promised, comes)
}
