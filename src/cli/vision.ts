import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from './in-organisation.ts'
import { addExamples, fromCwd } from './options.ts'
import { ask, download, segment, send } from './remote.ts'
import { count, moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

type Options = OrganisationOptions

interface PictureAnswer {
  readonly id: string
  readonly by: string | null
  readonly alt: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly hidden: boolean
  readonly url: string
  readonly createdAt: string | null
}

interface WallAnswer {
  readonly pictures: readonly PictureAnswer[]
  readonly storage: { readonly pictures: number; readonly bytes: number; readonly most: number }
}

/** `mycel vision`: the picture walls. */
export function define(command: Command, terminal: Terminal): void {
  command.description('The picture wall of an organisation, which its people see at /vision.')
  const list = of(command, 'list', 'the pictures, newest first, and what they take')
    .option('--json', 'print JSON')
    .action((options: Options) => listPictures(options, terminal))
  const add = of(command, 'add', 'put a picture on the wall; what it says of place and camera is removed')
    .argument('<file>', 'a JPEG, PNG, WebP, AVIF or GIF')
    .requiredOption('--alt <words>', 'what is to be seen')
    .option('--json', 'print JSON')
    .action((file: string, options: Options & { alt: string }) => addPicture(file, options, terminal))
  const hide = of(command, 'hide', 'show a picture only to whoever put it there and the moderators')
    .argument('<picture>', 'its id')
    .option('--undo', 'show it to everybody again')
    .action((id: string, options: Options & { undo?: boolean }) => hidePicture(id, options, terminal))
  const remove = of(command, 'remove', 'delete a picture and its files for good')
    .argument('<picture>', 'its id')
    .action((id: string, options: Options) => removePicture(id, options, terminal))
  const take = of(command, 'export', 'copy all pictures, and what is said of them, into a folder')
    .argument('<folder>', 'where to; what is there already is not fetched again')
    .action((folder: string, options: Options) => exportPictures(folder, options, terminal))
  addExamples(list, ['mycel vision list', ''])
  addExamples(add, ['mycel vision add garden.jpg --alt "Three people plant a tree"', ''])
  addExamples(hide, ['mycel vision hide 0mb1x2y3z4a5b6c7d8e9f', ''])
  addExamples(remove, ['mycel vision remove 0mb1x2y3z4a5b6c7d8e9f', ''])
  addExamples(take, ['mycel vision export ./pictures', 'a backup, or to move elsewhere'])
}

function of(command: Command, verb: string, does: string): Command {
  return addInOrganisation(command.command(verb)).description(does)
}

async function wallOf(options: Options, terminal: Terminal): Promise<string> {
  return `${await findOrganisation(options, terminal)}/pictures`
}

async function listPictures(options: Options, terminal: Terminal): Promise<void> {
  const wall = await wallOf(options, terminal)
  const answer = await ask<WallAnswer>(terminal, options, 'GET', `${wall}?limit=1000`)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.pictures.map(({ id, by, width, height, bytes, hidden, createdAt, alt }) => [
    id,
    moment(createdAt, terminal),
    by ?? '-',
    `${width} × ${height}`,
    kilobytes(bytes),
    hidden ? 'hidden' : '',
    alt,
  ])
  const heading = ['picture', 'when', 'by', 'size', 'kB', '', 'what is to be seen']
  printTable(terminal, heading, rows, { right: ['kB'], none: 'Nothing is on the wall yet.' })
  const { pictures, bytes, most } = answer.storage
  print(
    terminal,
    `${count(pictures, 'picture')} ${pictures === 1 ? 'takes' : 'take'} ${megabytes(bytes)} MB of ${megabytes(most)} MB.`,
  )
}

async function addPicture(file: string, options: Options & { alt: string }, terminal: Terminal): Promise<void> {
  const bytes = await readFile(fromCwd(file, terminal)).catch((cause: unknown) => {
    throw new Problem('not-found', `${file} cannot be read`, { hint: 'nothing was sent', cause })
  })
  const path = `${await wallOf(options, terminal)}?${new URLSearchParams({ alt: options.alt })}`
  const picture = await send<PictureAnswer>(terminal, options, path, bytes)
  if (options.json) return printJson(terminal, picture)
  print(terminal, `The picture is on the wall: ${picture.url}`)
}

async function hidePicture(id: string, options: Options & { undo?: boolean }, terminal: Terminal): Promise<void> {
  const hidden = options.undo !== true
  await ask(terminal, options, 'PATCH', `${await wallOf(options, terminal)}/${segment(id)}`, { hidden })
  print(terminal, hidden ? `The picture ${id} is hidden.` : `The picture ${id} is shown again.`)
}

async function removePicture(id: string, options: Options, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', `${await wallOf(options, terminal)}/${segment(id)}`)
  print(terminal, `The picture ${id} is deleted.`)
}

async function exportPictures(folder: string, options: Options, terminal: Terminal): Promise<void> {
  const wall = await wallOf(options, terminal)
  const to = fromCwd(folder, terminal)
  await mkdir(to, { recursive: true })
  const all: PictureAnswer[] = []
  for (let before = ''; ; ) {
    const { pictures } = await ask<WallAnswer>(terminal, options, 'GET', `${wall}?limit=100${before}`)
    for (const { id } of pictures) await fetchOnce(join(to, `${id}.webp`), `${wall}/${id}/file`, options, terminal)
    all.push(...pictures)
    const last = pictures.at(-1)
    if (!last) break
    before = `&before=${last.id}`
  }
  await writeFile(join(to, 'pictures.jsonl'), all.map((picture) => `${JSON.stringify(picture)}\n`).join(''))
  print(
    terminal,
    `${count(all.length, 'picture')} ${all.length === 1 ? 'is' : 'are'} in ${folder}; pictures.jsonl says what each is.`,
  )
}

async function fetchOnce(file: string, path: string, options: Options, terminal: Terminal): Promise<void> {
  const there = await open(file, 'r').catch(() => undefined)
  if (there) return await there.close()
  await download(terminal, options, path, file)
}

function kilobytes(bytes: number): string {
  return String(Math.round(bytes / 1000))
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}
