import type { Command } from 'commander'
import type { NotesLayout } from '../../config/config.ts'
import type { Level } from '../../notes/parts.ts'
import { isStub } from '../../notes/publish/layout.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from '../in-organisation.ts'
import { addExamples } from '../options.ts'
import { ask } from '../remote.ts'
import { count } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { AppliedAnswer, NotePreviewAnswer } from './answers.ts'
import { findNotes, type GivenFile, readCoop } from './given.ts'

interface Options extends OrganisationOptions {
  readonly coop?: string
  readonly decisions?: boolean
}

/** `mycel notes index`: puts notes into what is searched. */
export function defineIndex(command: Command, terminal: Terminal): void {
  const index = addInOrganisation(command.command('index'))
    .description('Keeps notes, so that they are found in the portal. Those that are there already stay as they are.')
    .argument('<paths...>', 'notes, or folders of them')
    .option('--coop <file>', 'the coop.yaml with the layout; default: that of this folder')
    .option('--decisions', 'record the decisions in them too')
    .option('--json', 'print JSON')
    .action((paths: string[], options: Options) => indexNotes(paths, options, terminal))
  addExamples(
    index,
    ['mycel notes index _posts/meeting-notes', ''],
    ['mycel notes index . --decisions', 'all that was ever decided, too'],
  )
}

async function indexNotes(paths: readonly string[], options: Options, terminal: Terminal): Promise<void> {
  const { layout } = (await readCoop(options.coop, terminal)).notes
  const base = await findOrganisation(options, terminal)
  const files = (await findNotes(paths, terminal)).filter((file) => !isStubFile(layout, file))
  const stubs = new Set((await findNotes(paths, terminal)).filter((file) => isStubFile(layout, file)).map(lastOf))
  const states = { added: 0, changed: 0, unchanged: 0 }
  let decisions = 0
  for (const file of files) {
    const body = { path: file.path, text: file.text, level: levelOf(layout, file, stubs) }
    const { state } = await ask<{ readonly state: keyof typeof states }>(
      terminal,
      options,
      'PUT',
      `${base}/notes`,
      body,
    )
    states[state]++
    if (options.decisions) decisions += await recordDecisions(base, file, options, terminal)
  }
  if (options.json) return printJson(terminal, { ...states, decisions })
  const told = options.decisions ? ` ${count(decisions, 'decision')} recorded.` : ''
  print(
    terminal,
    `${count(files.length, 'note')}: ${states.added} added, ${states.changed} changed, ${states.unchanged} unchanged.${told}`,
  )
}

async function recordDecisions(base: string, file: GivenFile, options: Options, terminal: Terminal): Promise<number> {
  const note = { text: file.text, path: file.path }
  const { changes } = await ask<NotePreviewAnswer>(terminal, options, 'POST', `${base}/notes/preview`, note)
  const keys = changes.filter(({ kind, chosen }) => kind === 'decision' && chosen).map(({ key }) => key)
  if (keys.length === 0) return 0
  const { done } = await ask<AppliedAnswer>(terminal, options, 'POST', `${base}/notes/apply`, { ...note, keys })
  return done.length
}

/** By where it stands; a note that stands nowhere known is for members alone. */
function levelOf({ open, restricted }: NotesLayout, file: GivenFile, stubs: ReadonlySet<string>): Level {
  const path = `/${file.path}`
  if (path.includes(`/${open}/`)) return 'open'
  return path.includes(`/${restricted}/`) && stubs.has(lastOf(file)) ? 'indexed' : 'restricted'
}

function isStubFile(layout: NotesLayout, { path, text }: GivenFile): boolean {
  return `/${path}`.includes(`/${layout.stubs}/`) && isStub(layout, text)
}

function lastOf({ path }: GivenFile): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
