import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import { renderTable } from '../lib/table.ts'
import { plotServers } from '../meetings/simulation/plot.ts'
import { readReplay } from '../meetings/simulation/replay.ts'
import type { Result } from '../meetings/simulation/simulate.ts'
import {
  type Demand,
  fewestServers,
  isEnough,
  schoolDay,
  type Trial,
  tryServers,
} from '../meetings/simulation/sizing.ts'
import { addExamples, fromCwd, wholeNumber } from './options.ts'
import { count } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface Options {
  readonly students?: number
  readonly classSize: number
  readonly onTheHour?: boolean
  readonly minutes: number
  readonly arrive: number
  readonly capacity: number
  readonly servers?: number
  readonly seed: number
  readonly replay?: string
  readonly plot?: string
  readonly json?: boolean
}

/** `mycel simulate`: how many servers? Plays meetings on simulated servers with the gateway's own placement. */
export function define(command: Command, terminal: Terminal): void {
  command
    .description(
      'Says how many servers are needed, by playing meetings on simulated ones with the very placement that the ' +
        'gateway uses. Needs no running Mycel, and changes nothing.',
    )
    .option('--students <n>', 'people altogether, in classes', wholeNumber(1, 100_000))
    .option('--class-size <n>', 'people in each class', wholeNumber(1, 1000), 30)
    .option('--on-the-hour', 'all classes start within a minute; else within an hour')
    .option('--minutes <n>', 'how long a class lasts', wholeNumber(10, 1440), 45)
    .option('--arrive <n>', 'over how many minutes people arrive', wholeNumber(1, 60), 5)
    .option('--replay <file>', 'play a log instead: CSV with start,organisation,room,people,minutes')
    .option('--capacity <n>', 'people that fit on one server', wholeNumber(1, 10_000), 150)
    .option('--servers <n>', 'try this number of servers only', wholeNumber(1, 1000))
    .option('--seed <n>', 'other courses of chance', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--plot <file.svg>', 'draw the people on each server over time')
    .option('--json', 'print JSON')
    .action((options: Options) => answer(options, terminal))
  addExamples(
    command,
    ['mycel simulate --students 1500 --class-size 30 --on-the-hour', 'how many servers of 150?'],
    ['mycel simulate --students 1500 --on-the-hour --servers 8', 'would 8 do?'],
    ['mycel simulate --replay october.csv --capacity 200', "one's own meetings"],
  )
}

async function answer(options: Options, terminal: Terminal): Promise<void> {
  const { demand, said } = await demandOf(options, terminal)
  if (options.servers === undefined) requireFitting(demand)
  const outcome = options.servers === undefined ? fewestServers(demand) : single(demand, options.servers)
  const shown = outcome.enough ?? outcome.tried.at(-1)
  const title = `${said}, on ${count(shown?.servers ?? 0, 'server')} of ${demand.capacity}`
  if (options.plot !== undefined && shown) await draw(options.plot, shown, demand, title, terminal)
  if (options.json) {
    const tried = outcome.tried.map(({ servers, result, withFailure }) => ({
      servers,
      result: plain(result, demand),
      withFailure: plain(withFailure, demand),
    }))
    const needed = { servers: outcome.enough?.servers ?? null, withSpare: outcome.withSpare?.servers ?? null }
    return printJson(terminal, { meetings: countOf(demand.courses), capacity: demand.capacity, needed, tried })
  }
  print(terminal, `${said}, on servers of ${demand.capacity}:`, '', ...conclude(outcome, options, demand), '')
  print(terminal, tableOf(outcome.tried, demand))
  if (options.plot !== undefined) print(terminal, '', `Drawn in ${options.plot}.`)
}

/** A meeting is on one server: if it is larger than a server, no number of them is enough. */
function requireFitting({ courses, capacity }: Demand): void {
  const sizes = courses.flatMap(({ meetings }) => meetings.map(({ people }) => people))
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0)
  if (largest <= capacity) return
  throw new Problem('usage', `a meeting of ${largest} people fits on no server of ${capacity}`, {
    hint: 'say what your servers can carry with --capacity, or see how full they get with --servers N',
  })
}

type Outcome = ReturnType<typeof fewestServers>

function single(demand: Demand, servers: number): Outcome {
  const trial = tryServers(demand, servers)
  const isRight = isEnough(trial.result, demand.capacity)
  const isSpare = isRight && isEnough(trial.withFailure, demand.capacity)
  return { tried: [trial], ...(isRight ? { enough: trial } : {}), ...(isSpare ? { withSpare: trial } : {}) }
}

async function demandOf(options: Options, terminal: Terminal): Promise<{ demand: Demand; said: string }> {
  const { capacity, seed, students, replay, classSize, onTheHour = false } = options
  if ((students === undefined) === (replay === undefined)) {
    const hint = 'for example: mycel simulate --students 1500 --class-size 30 --on-the-hour'
    throw new Problem('usage', 'say for whom: either --students or --replay', { hint })
  }
  const common = { capacity, defaultSize: 20 }
  if (students !== undefined) {
    const school = { ...options, students, onTheHour }
    const days = Array.from({ length: 5 }, (_, day) => schoolDay({ ...school, seed: seed + day }))
    const how = onTheHour ? 'all starting in the same minute' : 'starting within an hour'
    const classes = `${number(countOf(days))} class${countOf(days) === 1 ? '' : 'es'}`
    return {
      demand: { ...common, courses: days },
      said: `${number(students)} students in ${classes} of ${classSize}, ${how}`,
    }
  }
  const meetings = readReplay(replay ?? '', await readText(fromCwd(replay ?? '', terminal), replay ?? ''))
  return {
    demand: { ...common, courses: [{ meetings, past: [], seed }] },
    said: `The ${count(meetings.length, 'meeting')} of ${replay}`,
  }
}

async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Problem('not-found', `${shown} cannot be read`, {
      cause,
      hint: 'is the path right, and may you read it?',
    })
  }
}

function conclude({ enough, withSpare, tried }: Outcome, { servers }: Options, demand: Demand): string[] {
  const are = (trial: Trial | undefined) =>
    `${count(trial?.servers ?? 0, 'server')} ${trial?.servers === 1 ? 'is' : 'are'}`
  if (!enough) {
    const last = tried.at(-1)
    const busiest = `${last?.result.busiest ?? 0} people at once on a server of ${demand.capacity}`
    return [`${are(last)} not enough: there were ${busiest}.`]
  }
  const most = `no server ever has more than ${enough.result.busiest} people`
  const first = `${are(enough)} enough: no meeting is refused, and ${most}.`
  if (withSpare) {
    const spare = withSpare === enough ? 'That' : `With ${count(withSpare.servers, 'server')} that`
    return [first, `${spare} is still so when one of them fails at the busiest moment.`]
  }
  return [
    first,
    ...(servers === undefined ? [] : ['When one of them fails at the busiest moment, others are overfull.']),
  ]
}

function tableOf(tried: readonly Trial[], { capacity }: Demand): string {
  const heading = ['servers', 'busiest', 'of', 'beyond', 'enough', 'one fails: busiest', 'beyond', 'enough']
  const cells = (result: Result) => [
    `${result.busiest}`,
    `${result.overCapacityMinutes}`,
    isEnough(result, capacity) ? 'yes' : 'no',
  ]
  const rows = tried.map(({ servers, result, withFailure }) => {
    const [busiest = '', ...others] = cells(result)
    return [`${servers}`, busiest, `${capacity}`, ...others, ...cells(withFailure)]
  })
  const table = renderTable(heading, rows, { right: heading.filter((name) => name !== 'enough') })
  return `${table}\n\nbeyond: people beyond a server's capacity, times minutes`
}

function plain(result: Result, { capacity }: Demand) {
  const { busiest, refused, overCapacityMinutes, maxToMean, placed } = result
  return { enough: isEnough(result, capacity), busiest, refused, overCapacityMinutes, maxToMean, placed }
}

async function draw(
  path: string,
  trial: Trial,
  { capacity }: Demand,
  title: string,
  terminal: Terminal,
): Promise<void> {
  try {
    await writeFile(fromCwd(path, terminal), plotServers(trial.result, capacity, title))
  } catch (cause) {
    throw new Problem('unavailable', `${path} cannot be written`, { cause, hint: 'is the folder there, and yours?' })
  }
}

/** Every course has the same meetings, at other times. */
function countOf(courses: Demand['courses']): number {
  return courses[0]?.meetings.length ?? 0
}

function number(value: number): string {
  return value.toLocaleString('en')
}
