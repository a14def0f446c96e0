import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { parseDomain } from '../../config/fields.ts'
import { Problem } from '../../lib/problem.ts'
import { findCoopFile, inspectText } from '../coop-file.ts'
import { addExamples } from '../options.ts'
import { print, type Terminal } from '../terminal.ts'
import { type Answers, type HostAnswers, writeFirstFile } from './first-file.ts'

interface Options {
  readonly name?: string
  readonly domain?: string
}

/** `mycel init`: a first coop.yaml from a few answers. */
export function define(command: Command, terminal: Terminal): void {
  command
    .description(
      'Writes a first coop.yaml into this folder, with comments. On a terminal it asks a few questions; ' +
        'with --name and --domain it asks nothing, and leaves machines out. An existing file is never touched.',
    )
    .option('--name <name>', 'the co-op as people know it')
    .option('--domain <domain>', "the co-op's own domain, such as example.coop")
    .action((options: Options) => init(options, terminal))
  addExamples(
    command,
    ['mycel init', 'asks'],
    ['mycel init --name "Example Co-op" --domain example.coop', 'asks nothing'],
  )
}

async function init(options: Options, terminal: Terminal): Promise<void> {
  const there = await findCoopFile(undefined, terminal)
  if (there) {
    const hint = `read it with: mycel check ${there.shown}`
    throw new Problem('conflict', `there is a ${there.shown} in this folder already`, { hint })
  }
  const answers = await askAll(options, terminal)
  const text = writeFirstFile(answers)
  const { problems } = inspectText('coop.yaml', text)
  if (problems[0]) throw problems[0]
  // `wx` refuses to write over a file that somebody made while we asked.
  await writeFile(join(terminal.cwd, 'coop.yaml'), text, { flag: 'wx' })
  print(terminal, 'coop.yaml is written. Read it, change it, then:', '', '  mycel check', '  mycel up')
  if (answers.host) print(terminal, '', 'To make its machines, on nothing real at first:', '', ...practising)
}

const practising = ['  mycel practice --proxmox', '  mycel plan --practice        (in another terminal)']

async function askAll({ name, domain }: Options, terminal: Terminal): Promise<Answers> {
  if (name !== undefined && domain !== undefined) return { name: isNamed(name), domain: parseDomain(domain) }
  if (!terminal.input.isTTY) {
    throw new Problem('usage', 'there is nobody to ask: this is no terminal', {
      hint: 'say it at once: mycel init --name "Example Co-op" --domain example.coop',
    })
  }
  return {
    name: name ?? (await ask(terminal, 'What is the co-op called?', '', isNamed)),
    domain: domain ?? (await ask(terminal, 'What is its domain?', '', parseDomain)),
    host: (await askYesNo(terminal, 'Is there a server with Proxmox for machines of your own?', false))
      ? await askHost(terminal)
      : undefined,
  }
}

async function askHost(terminal: Terminal): Promise<HostAnswers> {
  return {
    node: await ask(terminal, 'What does Proxmox call it?', 'pve', isNode),
    memory: await ask(terminal, 'How much memory does it have, in GiB?', '64', isCount),
    cores: await ask(terminal, 'How many threads has its processor?', '12', isCount),
    storage: await ask(terminal, 'On which storage are disks of machines?', 'local-lvm', isStorage),
    size: await ask(terminal, 'How large is that storage, in GB?', '450', isCount),
    staging: await askYesNo(terminal, 'Do you want staging beside production?', true),
  }
}

/** Asks until the answer will do. Enter alone takes the proposal. */
async function ask<T>(terminal: Terminal, question: string, proposal: string, read: (text: string) => T): Promise<T> {
  for (;;) {
    const shown = proposal === '' ? `${question} ` : `${question} [${proposal}] `
    const answer = (await terminal.input.readLine(shown)).trim() || proposal
    try {
      return read(answer)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      terminal.err.write(`${error.message}${error.hint === undefined ? '' : `: ${error.hint}`}\n`)
    }
  }
}

async function askYesNo(terminal: Terminal, question: string, proposal: boolean): Promise<boolean> {
  return await ask(terminal, `${question} (y/n)`, proposal ? 'y' : 'n', (text) => {
    if (/^(y|yes)$/i.test(text)) return true
    if (/^(n|no)$/i.test(text)) return false
    throw new Problem('invalid', 'write y or n')
  })
}

function isNamed(text: string): string {
  const name = text.trim()
  if (name !== '' && name.length <= 200) return name
  throw new Problem('invalid', 'a name has from 1 to 200 letters')
}

function isNode(text: string): string {
  if (/^[A-Za-z]([A-Za-z0-9-]{0,38}[A-Za-z0-9])?$/.test(text)) return text
  throw new Problem('invalid', 'it has letters, digits and "-", and begins with a letter')
}

function isStorage(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9._-]*$/.test(text)) return text
  throw new Problem('invalid', 'it has letters, digits, ".", "_" and "-", and begins with a letter')
}

function isCount(text: string): number {
  // Whoever is asked for GiB may well write them.
  const digits = text.replace(/ *(GiB|GB)$/i, '')
  const number = Number(digits)
  if (/^\d{1,6}$/.test(digits) && number > 0) return number
  throw new Problem('invalid', 'write a whole number')
}
