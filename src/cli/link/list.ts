import type { Command } from 'commander'
import { writeLinks } from '../../links/csv.ts'
import { maskPasswords } from '../../links/destination.ts'
import { visibilities } from '../../links/link.ts'
import { addExamples } from '../options.ts'
import { addRemote, ask, type RemoteOptions } from '../remote.ts'
import { printTable } from '../show.ts'
import { printJson, type Terminal } from '../terminal.ts'
import type { LinkAnswer } from './answers.ts'

interface ListOptions extends RemoteOptions {
  readonly csv?: boolean
  readonly public?: boolean
}

/** `mycel link list`. */
export function defineList(command: Command, terminal: Terminal): void {
  const list = addRemote(command.command('list'))
    .description('all links that the running Mycel serves')
    .argument('[text]', 'only those that have it in their keyword, note or address')
    .option('--public', 'only those that the search shows')
    .option('--csv', 'print them as a table that can be kept in git and read again')
    .option('--json', 'print JSON')
    .action((text: string | undefined, options: ListOptions) => listLinks(text ?? '', options, terminal))
  addExamples(
    list,
    ['mycel link list', ''],
    ['mycel link list calls', 'what has to do with calls'],
    ['mycel link list --csv > shortlinks.csv', 'take everything along'],
  )
}

async function listLinks(text: string, options: ListOptions, terminal: Terminal): Promise<void> {
  const all = await askAll(text, options, terminal)
  const links = all.filter(({ isListed }) => isListed || !options.public)
  if (options.json) return printJson(terminal, { links })
  if (options.csv) return void terminal.out.write(writeLinks(links.map(toRow)))
  const rows = links.map(({ keyword, isListed, source, followed, state, destination }) => [
    keyword,
    isListed ? 'public' : 'unlisted',
    source,
    String(followed),
    state === 'goes' || state === 'gone' ? maskPasswords(destination) || '(retired)' : `${destination} (${state})`,
  ])
  const none = text === '' ? 'There is no link yet. Add one with: mycel link add KEYWORD ADDRESS' : 'No link has that.'
  printTable(terminal, ['link', 'search', 'from', 'followed', 'leads to'], rows, { right: ['followed'], none })
}

const pageSize = 5000

async function askAll(text: string, options: RemoteOptions, terminal: Terminal): Promise<LinkAnswer[]> {
  const all: LinkAnswer[] = []
  for (let after = ''; ; ) {
    const query = new URLSearchParams({ q: text, after, limit: String(pageSize) })
    const { links } = await ask<{ links: readonly LinkAnswer[] }>(terminal, options, 'GET', `/links?${query}`)
    all.push(...links)
    const last = links.at(-1)
    if (!last || links.length < pageSize) return all
    after = last.keyword
  }
}

function toRow({ keyword, destination, visibility, owner, note, line }: LinkAnswer) {
  return {
    keyword,
    destination,
    visibility: visibilities.find((one) => one === visibility) ?? 'unlisted',
    owner: owner ?? undefined,
    note,
    line: line ?? undefined,
  }
}
