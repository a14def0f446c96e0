import { type Command, Option } from 'commander'
import { exitCode, Problem } from '../../lib/problem.ts'
import { renderProblem } from '../../lib/report.ts'
import { type Level, levels } from '../../notes/parts.ts'
import { commitFiles, requireRepository } from '../../notes/publish/git.ts'
import { type PlannedFile, planPublishing, writePlanned } from '../../notes/publish/publish.ts'
import { EndsWith } from '../failure.ts'
import { addExamples, collect, fromCwd } from '../options.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { readCoop, readFileOrInput, readHere } from './given.ts'

interface Options {
  readonly level: Level
  readonly to?: string
  readonly privateTo?: string
  readonly name?: string
  readonly allow: readonly string[]
  readonly commit?: boolean
  readonly dryRun?: boolean
  readonly coop?: string
  readonly json?: boolean
}

/** `mycel notes publish`: puts a note where its level allows it to stand. */
export function definePublish(command: Command, terminal: Terminal): void {
  const publish = command
    .command('publish')
    .description(
      'Publishes a note at a level: open for all; indexed, with a stub in public and the note among members; restricted, among members alone. Secrets, passwords and, for an open note, addresses and private marks block it.',
    )
    .argument('<note>', 'the note; - for what is piped in')
    .addOption(new Option('--level <level>', 'who may read it').choices(levels).makeOptionMandatory())
    .option('--to <folder>', 'the public folder or repository')
    .option('--private-to <folder>', 'the folder or repository that only members see')
    .option('--name <name>', 'such as 2020-06-22-infrastructure; default: from its title')
    .option('--allow <line>', 'publish in spite of what is found in that line; may be repeated', collect, [])
    .option('--commit', 'commit what is written to git; nothing is pushed')
    .option('--dry-run', 'only show what would be written')
    .option('--coop <file>', 'the coop.yaml with the layout; default: that of this folder')
    .option('--json', 'print JSON')
    .action((note: string, options: Options) => publishNote(note, options, terminal))
  addExamples(
    publish,
    ['mycel notes publish note.md --level open --to ../organizing', ''],
    ['mycel notes publish note.md --level indexed --to ../organizing --private-to ../organizing-private --commit', ''],
  )
}

async function publishNote(named: string, options: Options, terminal: Terminal): Promise<void> {
  const config = await readCoop(options.coop, terminal)
  const given = await readFileOrInput(named, terminal)
  const note = readHere(config, given)
  const folders = {
    public: options.to === undefined ? undefined : fromCwd(options.to, terminal),
    private: options.privateTo === undefined ? undefined : fromCwd(options.privateTo, terminal),
  }
  const { level, name } = options
  const allow = options.allow.map(Number)
  const planned = await planPublishing(config.notes.layout, { note, text: note.text, level, name, allow, folders })
  if (options.commit) for (const { where } of planned) await requireRepository(folders[where] ?? '')
  if (!options.dryRun) await writePlanned(planned)
  const commits = options.commit && !options.dryRun ? await commitAll(planned, folders, level, terminal) : []
  if (options.json)
    return printJson(terminal, { files: planned.map(({ file, state, where }) => ({ file, state, where })), commits })
  const rows = planned.map(({ file, state, where }) => `${where.padEnd(8)} ${state.padEnd(10)} ${file}`)
  print(terminal, ...rows, ...commits.map((commit) => `committed as ${commit}; push it when you are sure`))
  if (options.dryRun) print(terminal, 'Nothing was changed.')
}

type Folders = Readonly<Record<PlannedFile['where'], string | undefined>>

async function commitAll(
  planned: readonly PlannedFile[],
  folders: Folders,
  level: Level,
  terminal: Terminal,
): Promise<string[]> {
  const commits: string[] = []
  for (const where of ['public', 'private'] as const) {
    const files = planned.filter((file) => file.where === where)
    const folder = folders[where]
    const [first] = files
    if (!first || folder === undefined) continue
    const name = first.path.slice(first.path.lastIndexOf('/') + 1).replace(/\.md$/, '')
    const paths = files.map(({ file }) => file)
    const commit = await commitFiles(folder, paths, `notes: ${name} (${level})`).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
      terminal.err.write(`${renderProblem(error)}\nThe files are written; they are not committed.\n`)
      throw new EndsWith(exitCode(error))
    })
    if (commit !== undefined) commits.push(commit)
  }
  return commits
}
