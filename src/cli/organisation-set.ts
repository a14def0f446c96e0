import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import type { OrganisationAnswer } from './answers.ts'
import { addExamples, wholeNumber } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface SetOptions extends RemoteOptions {
  readonly name?: string
  readonly status?: string
  /** `none` takes it out of the one that it is part of. */
  readonly parent?: string
  readonly meetings?: number
  readonly users?: number
  readonly minutes?: number
  readonly storage?: number
  readonly duration?: number
  readonly recording?: string
  readonly brandName?: string
  readonly logo?: string
  readonly colour?: string
  readonly welcome?: string
  readonly slide?: string
}

const most = 1_000_000

/** `mycel organisation set`: changes one that was added at run time. */
export function defineSet(command: Command, terminal: Terminal): void {
  const set = addRemote(command.command('set'))
    .description('change one that was added here; 0 takes a limit away, an empty text what was said')
    .argument('<id>', 'the organisation')
    .option('--name <name>', 'the name that people know')
    .option('--status <status>', 'active, leaving (no new accounts and rooms), read-only (no new meetings), suspended')
    .option('--parent <id>', 'the organisation that it is part of; none for none')
    .option('--meetings <number>', 'meetings at once', wholeNumber(0, most))
    .option('--users <number>', 'people at once', wholeNumber(0, most))
    .option('--minutes <number>', 'participant-minutes in a calendar month', wholeNumber(0, 1_000_000_000))
    .option('--storage <gigabytes>', 'recordings on the servers', wholeNumber(0, most))
    .option('--duration <minutes>', 'how long one meeting may last', wholeNumber(0, most))
    .option('--recording <yes|no>', 'whether meetings may be recorded')
    .option('--brand-name <name>', 'its name on pages')
    .option('--logo <address>', 'an https address of its logo')
    .option('--colour <#rrggbb>', 'its colour on pages')
    .option('--welcome <text>', 'what people read when they come into a meeting')
    .option('--slide <address>', 'an https address of a document shown when a meeting brings none')
    .option('--json', 'print JSON')
    .action((id: string, options: SetOptions) => change(id, options, terminal))
  addExamples(
    set,
    ['mycel organisation set school --users 200 --minutes 100000', ''],
    ['mycel organisation set school --status read-only', 'it begins no new meetings'],
  )
}

async function change(id: string, options: SetOptions, terminal: Terminal): Promise<void> {
  const path = `/organisations/${segment(id)}`
  const before = await ask<OrganisationAnswer>(terminal, options, 'GET', path)
  const { name, status, parent } = options
  const body = {
    name,
    status,
    parent: parent === 'none' ? null : parent,
    ...merged('limits', before.limits, {
      meetings: options.meetings,
      users: options.users,
      minutes: options.minutes,
      storage: options.storage,
      duration: options.duration,
      recording: yesOrNo(options.recording),
    }),
    ...merged('brand', before.ownBrand, {
      name: options.brandName,
      logo: options.logo,
      colour: options.colour,
      welcome: options.welcome,
      slide: options.slide,
    }),
  }
  const after = await ask<OrganisationAnswer>(terminal, options, 'PATCH', path, body)
  if (options.json) return printJson(terminal, after)
  print(terminal, `The organisation ${id} is changed. See it with: mycel organisation show ${id}`)
}

type Value = string | number | boolean | undefined

/** A part of the organisation with what was given put in; nothing when nothing was given. 0 and empty take away. */
function merged(
  part: string,
  before: Readonly<Record<string, Value>>,
  given: Readonly<Record<string, Value>>,
): Readonly<Record<string, Readonly<Record<string, Value>>>> {
  const said = Object.entries(given).filter(([, value]) => value !== undefined)
  if (said.length === 0) return {}
  const all = Object.entries({ ...before, ...Object.fromEntries(said) })
  return { [part]: Object.fromEntries(all.filter(([, value]) => value !== 0 && value !== '')) }
}

function yesOrNo(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined
  if (text === 'yes' || text === 'no') return text === 'yes'
  throw new Problem('usage', `--recording is ${text}`, { hint: 'write yes or no' })
}
