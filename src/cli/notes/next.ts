import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { dayOf } from '../../lib/days.ts'
import { Problem } from '../../lib/problem.ts'
import { nextPad } from '../../notes/pads/next.ts'
import { templateNames, templates } from '../../notes/pads/templates.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from '../in-organisation.ts'
import { addExamples, fromCwd } from '../options.ts'
import { ask } from '../remote.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { peopleOf, readCoop, readFileOrInput, readHere } from './given.ts'

interface Options extends OrganisationOptions {
  readonly template: string
  readonly title?: string
  readonly date?: string
  readonly to?: string
  readonly pad?: string | true
  readonly portal?: boolean
  readonly coop?: string
}

/** `mycel notes next`: the pad for the next meeting. */
export function defineNext(command: Command, terminal: Terminal): void {
  const next = addInOrganisation(command.command('next'))
    .description(
      'Makes the pad for the next meeting: who leads and who writes is passed on, what was skipped is carried over. Prints it, unless it is said where to.',
    )
    .argument('[note]', 'the notes of the meeting before; - for what is piped in')
    .option('--template <name>', `${templateNames.join(', ')}, or a Markdown file of yours`, 'working-group')
    .option('--title <title>', 'what the meeting is called; default: as the one before')
    .option('--date <day>', 'the day of the meeting, such as 2020-06-29; default: today (UTC)')
    .option('--to <file>', 'write it into a file, which must not be there yet')
    .option('--pad [alias]', 'make a pad at the HedgeDoc of coop.yaml')
    .option('--portal', 'make a pad in the portal, with agenda and timer')
    .option('--coop <file>', 'the coop.yaml with the people; default: that of this folder')
    .option('--json', 'print JSON')
    .action((note: string | undefined, options: Options) => makeNext(note, options, terminal))
  addExamples(
    next,
    ['mycel notes next 2020-06-22-infrastructure.md --date 2020-06-29 --to next.md', ''],
    ['mycel notes next note.md --pad infra-2020-06-29', ''],
    ['mycel notes next --template all-hands --title "All hands" --portal', 'the first one'],
  )
}

async function makeNext(named: string | undefined, options: Options, terminal: Terminal): Promise<void> {
  const config = await readCoop(options.coop, terminal)
  const previous = named === undefined ? undefined : readHere(config, await readFileOrInput(named, terminal))
  const date = options.date ?? dayOf(terminal.now())
  if (!/^\d{4}-\d\d-\d\d$/.test(date))
    throw new Problem('usage', `${date} is no day`, { hint: 'write it as 2020-06-29' })
  const template = await findTemplate(options.template, terminal)
  const pad = nextPad({ template, date, title: options.title, previous, people: peopleOf(config) })
  const where = await put(pad.text, options, terminal)
  if (options.json) return printJson(terminal, { ...pad, where: where ?? null })
  if (where === undefined) return print(terminal, pad.text.trimEnd())
  print(terminal, `The next pad is at ${where}`)
  if (pad.cultivator !== null) print(terminal, `Cultivator: ${pad.cultivator}; notetaker: ${pad.notetaker}.`)
  if (pad.carried.length > 0) print(terminal, `Carried over: ${pad.carried.join('; ')}.`)
}

async function findTemplate(name: string, terminal: Terminal): Promise<string> {
  const known = templateNames.find((one) => one === name)
  if (known) return templates[known]
  if (/[./]/.test(name)) return (await readFileOrInput(name, terminal)).text
  throw new Problem('usage', `there is no template ${name}`, {
    hint: `there are ${templateNames.join(', ')}, or name a file`,
  })
}

async function put(text: string, options: Options, terminal: Terminal): Promise<string | undefined> {
  if (options.to !== undefined) {
    const file = fromCwd(options.to, terminal)
    await writeFile(file, text, { flag: 'wx' }).catch((cause: unknown) => {
      throw new Problem('conflict', `${options.to} cannot be made`, { hint: 'is it there already?', cause })
    })
    return options.to
  }
  if (options.pad === undefined && !options.portal) return undefined
  const base = await findOrganisation(options, terminal)
  if (options.portal) {
    const { id } = await ask<{ readonly id: string }>(terminal, options, 'POST', `${base}/pads`, { text })
    const { url } = await ask<{ readonly url: string }>(terminal, options, 'GET', '/status')
    return `${url}/portal/agenda/${base.split('/').at(-1)}/${id}`
  }
  const alias = typeof options.pad === 'string' ? { alias: options.pad } : {}
  return (await ask<{ readonly url: string }>(terminal, options, 'POST', `${base}/pads/elsewhere`, { text, ...alias }))
    .url
}
