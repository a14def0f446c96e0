import type { Command } from 'commander'
import { endOf, isMonth, monthOf } from '../ledger/months.ts'
import { Problem } from '../lib/problem.ts'
import type { OrganisationAnswer } from './answers.ts'
import type { OrganisationOptions } from './in-organisation.ts'
import { addExamples } from './options.ts'
import { addRemote, ask, segment } from './remote.ts'
import { printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface UsageOptions extends OrganisationOptions {
  readonly month?: string
}

interface Minutes {
  readonly listening: number
  readonly speaking: number
  readonly camera: number
}

interface Room extends Minutes {
  readonly day: string
  readonly organisation: string
  readonly room: string
  readonly name: string | null
}

interface UsageAnswer {
  readonly organisation: string
  readonly total: Minutes
  readonly recordings: { readonly bytes: number; readonly gigabyteDays: number }
  readonly limits: { readonly minutes: number | null; readonly storage: number | null }
  readonly kept: { readonly attendanceDays: number }
  readonly rooms: readonly Room[]
}

/** `mycel usage`: what was used so far, by organisation, or by room of one. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'Participant-minutes of a month (UTC) by what people had turned on, and recordings on the servers, as known now. What is due for them: mycel statement.',
  )
  addRemote(command)
    .option('--organisation <id>', 'the rooms of one organisation and of all below it; default: all organisations')
    .option('--month <month>', 'such as 2026-03; default: this month')
    .option('--json', 'print JSON')
    .action((options: UsageOptions) => showUsage(options, terminal))
  addExamples(command, ['mycel usage', ''], ['mycel usage --organisation school --month 2026-03', 'by room'])
}

async function showUsage(options: UsageOptions, terminal: Terminal): Promise<void> {
  const month = options.month ?? monthOf(terminal.now())
  if (!isMonth(month)) throw new Problem('usage', `--month ${month} is not a month`, { hint: 'write it as 2026-03' })
  const tops = options.organisation === undefined ? await topsOf(options, terminal) : [options.organisation]
  const last = new Date(Math.min(endOf(month) - 1, terminal.now())).toISOString().slice(0, 10)
  const span = `from=${month}-01&to=${last < `${month}-01` ? `${month}-01` : last}`
  const answers: UsageAnswer[] = []
  for (const id of tops) {
    answers.push(await ask<UsageAnswer>(terminal, options, 'GET', `/organisations/${segment(id)}/usage?${span}`))
  }
  const rooms = answers.flatMap((answer) => answer.rooms)
  const recordings = answers.map(({ organisation, recordings: kept, limits }) => ({ organisation, ...kept, limits }))
  if (options.json) return printJson(terminal, { month, rooms, recordings })
  const isOne = options.organisation !== undefined
  printRooms(terminal, rooms, isOne)
  for (const answer of answers) print(terminal, ...limitsOf(answer))
  const [kept] = answers
  if (kept) print(terminal, '', `Who was where is kept for ${kept.kept.attendanceDays} days, under pseudonyms.`)
}

/** Those that are part of no other one that we see: each answers for all below it. */
async function topsOf(options: UsageOptions, terminal: Terminal): Promise<string[]> {
  type Answer = { readonly organisations: readonly OrganisationAnswer[] }
  const { organisations } = await ask<Answer>(terminal, options, 'GET', '/organisations')
  const seen = new Set(organisations.map(({ id }) => id))
  return organisations.filter(({ parent }) => parent === null || !seen.has(parent)).map(({ id }) => id)
}

/** What was used of what an organisation, with all below it, may use; nothing where there is nothing to say. */
function limitsOf({ organisation, total, recordings, limits }: UsageAnswer): string[] {
  const { listening, speaking, camera } = total
  const minutes =
    limits.minutes === null
      ? []
      : [`${organisation}: ${(listening + speaking + camera).toFixed(1)} of ${limits.minutes} minutes a month.`]
  const { bytes, gigabyteDays } = recordings
  if (bytes === 0 && gigabyteDays === 0 && limits.storage === null) return minutes
  const most = limits.storage === null ? '' : ` of ${limits.storage}`
  const kept = `${(bytes / 1e9).toFixed(3)}${most} GB of recordings on the servers, ${gigabyteDays.toFixed(3)} GB-days in the month.`
  return [...minutes, `${organisation}: ${kept}`]
}

function printRooms(terminal: Terminal, rooms: readonly Room[], byRoom: boolean): void {
  const sums = new Map<string, { readonly label: readonly string[]; readonly minutes: Minutes }>()
  for (const one of rooms) {
    const label = byRoom ? [one.organisation, one.room, one.name ?? ''] : [one.organisation]
    const key = JSON.stringify(byRoom ? [one.organisation, one.room] : label)
    const before = sums.get(key)?.minutes ?? { listening: 0, speaking: 0, camera: 0 }
    sums.set(key, { label, minutes: plus(before, one) })
  }
  const rows = [...sums.values()].map(({ label, minutes }) => [...label, ...cells(minutes)])
  const heading = [...(byRoom ? ['organisation', 'room', 'name'] : ['organisation']), ...columns]
  printTable(terminal, heading, rows, { right: columns, none: 'Nothing was used in that month.' })
}

const columns = ['listening', 'speaking', 'camera', 'minutes']

function plus(one: Minutes, other: Minutes): Minutes {
  return {
    listening: one.listening + other.listening,
    speaking: one.speaking + other.speaking,
    camera: one.camera + other.camera,
  }
}

function cells({ listening, speaking, camera }: Minutes): string[] {
  return [listening, speaking, camera, listening + speaking + camera].map((minutes) => minutes.toFixed(1))
}
