import { type Command, Option } from 'commander'
import { renderFields } from '../../lib/table.ts'
import { maskPasswords } from '../../links/destination.ts'
import { visibilities } from '../../links/link.ts'
import { addExamples } from '../options.ts'
import { addRemote, ask, type RemoteOptions, segment } from '../remote.ts'
import { moment } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { LinkAnswer, LinkDetailsAnswer } from './answers.ts'
import { defineCheck } from './check.ts'
import { defineImport } from './import.ts'
import { defineLint } from './lint.ts'
import { defineList } from './list.ts'

interface AddOptions extends RemoteOptions {
  readonly note?: string
  readonly visibility?: string
  readonly owner?: string
  readonly replace?: boolean
}

/** `mycel link`: short words that lead to long addresses. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'Short links: a word that is easily said, at /l/WORD or at a host of its own, leads to a long address.',
  )
  defineLint(command, terminal)
  defineList(command, terminal)
  defineShow(command, terminal)
  defineAdd(command, terminal)
  defineRetire(command, terminal)
  defineCheck(command, terminal)
  defineImport(command, terminal)
}

function defineShow(command: Command, terminal: Terminal): void {
  const show = addRemote(command.command('show'))
    .description('everything about one: where it leads, what became of it, how often it was followed')
    .argument('<keyword>', 'the word')
    .option('--json', 'print JSON')
    .action((keyword: string, options: RemoteOptions) => showLink(keyword, options, terminal))
  addExamples(show, ['mycel link show calls', ''])
}

function defineAdd(command: Command, terminal: Terminal): void {
  const add = addRemote(command.command('add'))
    .description('add a link; with --replace, let a keyword lead elsewhere')
    .argument('<keyword>', 'the word: letters, digits, ".", "_" and "-"')
    .argument('<destination>', 'an address, or the keyword of another link')
    .option('--note <text>', 'what it is, in a few words')
    .addOption(new Option('--visibility <what>', 'whether the search shows it').choices(visibilities))
    .option('--owner <id>', 'the id of the person who looks after it')
    .option('--replace', 'take the keyword though it is taken or retired')
    .option('--json', 'print JSON')
    .action((keyword: string, destination: string, options: AddOptions) =>
      addLink({ keyword, destination }, options, terminal),
    )
  addExamples(
    add,
    ['mycel link add drive https://drive.example.coop/shared --visibility public', ''],
    ['mycel link add gdrive drive', 'another word for the same'],
    ['mycel link add calls https://meet.example.coop/r/all-hands --replace', 'it leads elsewhere from now on'],
  )
}

function defineRetire(command: Command, terminal: Terminal): void {
  const retire = addRemote(command.command('retire'))
    .description('let a link lead nowhere any more; its keyword stays taken')
    .argument('<keyword>', 'the word')
    .option('--note <text>', 'what its page says, such as where to go instead')
    .option('--json', 'print JSON')
    .action((keyword: string, options: RemoteOptions & { note?: string }) => retireLink(keyword, options, terminal))
  addExamples(retire, ['mycel link retire agm-2020 --note "The assembly is over."', ''])
}

async function addLink(
  named: { readonly keyword: string; readonly destination: string },
  options: AddOptions,
  terminal: Terminal,
): Promise<void> {
  const { note, visibility, owner, replace } = options
  const given = Object.entries({ note, visibility, owner, replace }).filter(([, value]) => value !== undefined)
  const body = { ...named, ...Object.fromEntries(given) }
  const link = await ask<LinkAnswer>(terminal, options, 'POST', '/links', body)
  if (options.json) return printJson(terminal, link)
  print(terminal, `${link.address} leads to ${maskPasswords(link.location ?? link.destination)}`)
  if (link.visibility === 'public' && !link.isListed)
    print(terminal, 'The search does not show it: it leads to what is private.')
}

async function retireLink(
  keyword: string,
  options: RemoteOptions & { readonly note?: string },
  terminal: Terminal,
): Promise<void> {
  const body = options.note === undefined ? {} : { note: options.note }
  const link = await ask<LinkAnswer>(terminal, options, 'POST', `/links/${segment(keyword)}/retire`, body)
  if (options.json) return printJson(terminal, link)
  print(terminal, `${link.address} is retired: whoever follows it is told so. The keyword stays taken.`)
}

async function showLink(keyword: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  const link = await ask<LinkDetailsAnswer>(terminal, options, 'GET', `/links/${segment(keyword)}`)
  if (options.json) return printJson(terminal, link)
  const { check, history, counts } = link
  print(
    terminal,
    renderFields([
      ['link', link.address],
      ['leads to', leadsTo(link)],
      ['by way of', link.via.join(' → ') || undefined],
      ['note', link.note || undefined],
      [
        'visibility',
        `${link.visibility}${link.visibility === 'public' && !link.isListed ? ', but not shown by the search' : ''}`,
      ],
      ['from', link.line === null ? link.source : `${link.source}:${link.line}`],
      ['owner', link.owner ?? undefined],
      ['checked', check ? `${check.state} (${check.detail}), ${moment(check.checkedAt, terminal)}` : undefined],
      ...counts.slice(0, 12).map(({ period, count: often }) => ['followed', `${period}  ${often}`] as const),
      ...history.map(({ at, actor, before, after }) => {
        return ['changed', `${moment(at, terminal)} by ${actor}: ${said(before)} → ${said(after)}`] as const
      }),
    ]),
  )
}

/** Where a link leads, in words. */
export function leadsTo({ location, state }: Pick<LinkAnswer, 'location' | 'state'>): string {
  if (location !== null) return maskPasswords(location)
  return state === 'gone' ? 'nowhere: it is retired' : `nowhere: ${state}`
}

function said(destination: string | null): string {
  return destination === null ? '(nothing)' : destination === '' ? '(retired)' : maskPasswords(destination)
}
