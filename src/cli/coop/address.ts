import type { Command } from 'commander'
import { Problem } from '../../lib/problem.ts'
import { identifierOf, inPrefix, readWord, spellWord, writeOut } from '../../lib/spelling.ts'
import { renderFields } from '../../lib/table.ts'
import { inventoryOf, ipv6RangesOf } from '../../machines/inventory.ts'
import { addExamples } from '../options.ts'
import { printTable } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { addFile, type FileOptions, readDeclared, readIfThere } from './declared.ts'

interface SpellOptions extends FileOptions {
  readonly prefix?: string
}

/** `mycel address`: the addresses that follow from coop.yaml, and words in them. */
export function define(command: Command, terminal: Terminal): void {
  command.description('The addresses of machines, and words that IPv6 addresses spell.')
  const list = addFile(command.command('list'))
    .description('every address that follows from coop.yaml, and what it spells')
    .option('--json', 'print JSON')
    .action((options: FileOptions) => listAddresses(options, terminal))
  const spell = addFile(command.command('spell'))
    .description('the end of an IPv6 address that spells a word of eight letters')
    .argument('<word>', 'eight letters, digits or signs without accents')
    .option('--prefix <range>', 'a range of 64 bits, such as 2001:db8:2::/64; default: those of coop.yaml')
    .option('--json', 'print JSON')
    .action((word: string, options: SpellOptions) => spellAddress(word, options, terminal))
  const read = command
    .command('read')
    .description('the word that an IPv6 address spells')
    .argument('<address...>', 'an address, or its last four groups')
    .option('--json', 'print JSON')
    .action((addresses: string[], options: FileOptions) => readAddresses(addresses, options, terminal))
  addExamples(list, ['mycel address list', ''])
  addExamples(
    spell,
    ['mycel address spell HyphaWEB', 'in the ranges of coop.yaml'],
    ['mycel address spell HyphaWEB --prefix 2001:db8:2::/64', ''],
  )
  addExamples(read, ['mycel address read 4879:7068:6157:4542', ''], ['mycel address read 2001:db8:2::1003', ''])
}

async function listAddresses(options: FileOptions, terminal: Terminal): Promise<void> {
  const lines = inventoryOf(await readDeclared(options, terminal))
  if (options.json) return printJson(terminal, { addresses: lines })
  const rows = lines.map(({ name, vmid, slot, ipv4, ipv6, word, mac }) => [
    name,
    String(vmid),
    slot,
    ipv4 ?? '',
    ipv6 ?? '',
    word ?? '',
    mac,
  ])
  const none = 'No machine is declared. See docs/admin/coop-file.md.'
  printTable(terminal, ['machine', 'id', 'card', 'IPv4', 'IPv6', 'spells', 'hardware'], rows, { right: ['id'], none })
}

async function spellAddress(word: string, options: SpellOptions, terminal: Terminal): Promise<void> {
  const groups = spellWord(word)
  const ranges =
    options.prefix === undefined
      ? ipv6RangesOf((await readIfThere(options, terminal)) ?? { environments: [], addresses: [] })
      : [{ of: '--prefix', range: checkPrefix(options.prefix) }]
  const addresses = ranges.map(({ of, range }) => ({ of, range, address: inPrefix(range, identifierOf(groups)) }))
  if (options.json) return printJson(terminal, { word, groups, addresses })
  print(
    terminal,
    `${word} is ${groups}`,
    ...addresses.flatMap(({ of, range, address }) => [
      '',
      renderFields([
        ['in', of === '--prefix' ? range : `${range} (${of})`],
        ['address', address],
        ['in full', writeOut(address)],
      ]),
    ]),
  )
  terminal.err.write(
    'Whoever knows the custom can guess such an address: the firewall protects it, not its being unknown.\n',
  )
}

function readAddresses(addresses: readonly string[], { json }: FileOptions, terminal: Terminal): void {
  const read = addresses.map((address) => ({ address, word: readWord(address) ?? null }))
  if (json) return printJson(terminal, { addresses: read })
  for (const { address, word } of read)
    print(terminal, word === null ? `${address} spells no word` : `${address} spells ${word}`)
}

function checkPrefix(text: string): string {
  const [base = '', bits] = text.split('/')
  const [first, ...rest] = identifierOf(base)
  const isStart = [first, ...rest].every((byte) => byte === 0)
  if (bits === '64' && isStart) return text
  throw new Problem('usage', `${JSON.stringify(text)} is not a range of 64 bits`, {
    hint: 'write it as 2001:db8:2::/64',
  })
}
