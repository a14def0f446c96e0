import { stringify } from 'yaml'
import { everyMonth, numberOfMonth } from '../months.ts'
import type { WrittenItem, WrittenRoadmap } from './notation.ts'

/**
 * Sections of coop.yaml to begin with: a machine for each item, a service for each part. Months follow each other, so that
 * one that is earlier in the year than that before it is in the next year. `year` is that of the first.
 */
export function spellRoadmapAsYaml({ planned, others }: WrittenRoadmap, year: number): string {
  const months = spellMonths(planned, year)
  const ids = new Set<string>()
  const all = [
    ...planned.map((item, index) => ({ item, month: months[index] })),
    ...others.flatMap(({ items }) => items.map((item) => ({ item, month: undefined }))),
  ].map(({ item, month }) => ({
    item,
    month,
    machine: fresh(`${slug(item.parts[0] ?? item.label)}1`, ids),
  }))
  const machines = all.map(({ item: { label, weight }, month, machine }) => [
    machine,
    {
      label,
      in: ['production'],
      ...(month === undefined ? { state: 'planned' } : { month }),
      ...(weight === '' ? {} : { weight }),
    },
  ])
  const names = new Set<string>()
  const services = all.flatMap(({ item, machine }) =>
    item.parts.map((part) => {
      const id = fresh(slug(part), names)
      return [id, { ...(id.replaceAll('-', ' ') === part ? {} : { short: part }), what: part, machine }]
    }),
  )
  return stringify({ machines: Object.fromEntries(machines), services: Object.fromEntries(services) }).trimEnd()
}

function spellMonths(items: readonly WrittenItem[], first: number): (string | undefined)[] {
  let [year, before] = [first, 0]
  return items.map(({ month }) => {
    const [name = '', given] = (month ?? '').split(' ')
    const number = numberOfMonth(name)
    if (number === undefined) return undefined
    if (given !== undefined && /^\d{4}$/.test(given)) year = Number(given)
    else if (number < before) year += 1
    before = number
    return everyMonth(`${year}-01`, `${year}-12`)[number - 1]
  })
}

function slug(text: string): string {
  const plain = text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
  return plain === '' ? 'machine' : plain.slice(0, 38)
}

function fresh(name: string, taken: Set<string>): string {
  let [id, count] = [name, 1]
  while (taken.has(id)) {
    count += 1
    id = `${name}-${count}`
  }
  taken.add(id)
  return id
}
