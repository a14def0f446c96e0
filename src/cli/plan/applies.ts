import type { Command } from 'commander'
import { relativeTime } from '../../lib/times.ts'
import { type ApplyRecord, findApply } from '../../reconcile/history.ts'
import { countResults, describeSteps } from '../../reconcile/words.ts'
import { addExamples, dataFolder } from '../options.ts'
import { printTable } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'

interface Options {
  readonly data?: string
  readonly practice?: boolean
  readonly json?: boolean
}

/** `mycel applies`: who changed what, and how it ended. */
export function define(command: Command, terminal: Terminal): void {
  command
    .description(
      'What was applied from this computer, by whom, why, and how it ended. The world itself is asked nothing.',
    )
    .argument('[id]', 'one of them, whole; its first characters are enough')
    .option('--data <folder>', 'where the history is kept; default: $MYCEL_DATA or ./data')
    .option('--practice', 'what was only practised')
    .option('--json', 'print JSON')
    .action((id: string | undefined, options: Options) => showApplies(id, options, terminal))
  addExamples(command, ['mycel applies', 'the list, latest first'], ['mycel applies 3f9c', 'every step of one'])
}

async function showApplies(id: string | undefined, options: Options, terminal: Terminal): Promise<void> {
  const { data, practice = false, json } = options
  const { openHistory, openPractised } = await import('../../app/machines/watch.ts')
  const open = practice ? openPractised : openHistory
  const records = await open(dataFolder(data, terminal)).list()
  if (id !== undefined) {
    const record = findApply(records, id)
    if (json) printJson(terminal, record)
    else print(terminal, ...recordLines(record))
  } else if (json) {
    printJson(terminal, { applies: records })
  } else {
    showList(records, practice, terminal)
  }
}

function showList(records: readonly ApplyRecord[], practice: boolean, terminal: Terminal): void {
  const rows = records.map((record) => [
    record.id.slice(0, 8),
    relativeTime(record.at, terminal.now()),
    record.who,
    endings[record.ended],
    countResults(record.results),
    record.why ?? '',
  ])
  printTable(terminal, ['ID', 'WHEN', 'WHO', 'ENDED', 'STEPS', 'WHY'], rows, {
    none: `Nothing was applied from here yet.${practice ? '' : ' What was only practised: mycel applies --practice'}`,
  })
}

/** How an apply ended, in words. */
const endings: Readonly<Record<ApplyRecord['ended'], string>> = {
  whole: 'whole',
  interrupted: 'interrupted',
  moved: 'the world moved',
  forbidden: 'lock lost',
  'cut off': 'cut off, or still running',
}

function recordLines(record: ApplyRecord): string[] {
  const { id, at, who, place, why, file, hash, steps, results, ended } = record
  return [
    `${id}: ${who} on ${place.split(' ')[0]}, ${new Date(at).toISOString()}, ${file}${hash === '' ? '' : `, plan ${hash}`}`,
    ...(why === undefined ? [] : [`because: ${why}`]),
    `ended: ${endings[ended]}`,
    '',
    ...describeSteps(steps),
    '',
    ...results.map(
      ({ ref, result, words }) => `  ${result.padEnd(9)}  ${ref}${words.length === 0 ? '' : `: ${words.join('; ')}`}`,
    ),
  ]
}
