import type { Config, PersonConfig, SecretRef } from '../config/config.ts'
import { Problem } from '../lib/problem.ts'
import type { Secret } from '../lib/secret.ts'
import type { Context } from '../meetings/context.ts'
import { createOwnBoard } from '../notes/board/own-board.ts'
import type { Board } from '../notes/board.ts'
import { forgetNotes } from '../notes/forget.ts'
import { placeOf, type Repositories } from '../notes/links.ts'
import type { NotePerson } from '../notes/model.ts'
import type { NoteParts } from '../notes/parts.ts'
import { createForgejoBoard } from '../providers/forgejo/board.ts'
import { createGithubBoard } from '../providers/github/board.ts'
import { createHedgedoc } from '../providers/hedgedoc/client.ts'

/** The secrets of the services that notes work with. */
export interface NoteSecrets {
  readonly board?: Secret | undefined
  readonly hedgedoc?: Secret | undefined
}

/** Where those secrets are: the board's, then that of the pads. */
export function noteSecretRefs({ notes: { board, hedgedoc } }: Config): SecretRef[] {
  return [...(board.token ? [board.token] : []), ...(hedgedoc?.session ? [hedgedoc.session] : [])]
}

/** Puts together what notes work with. */
export function openNotes(
  config: Config,
  secrets: NoteSecrets,
  context: Context,
  url: () => string,
  stack: AsyncDisposableStack,
): NoteParts {
  const { notes } = config
  const { database, clock } = context
  const declared = notes.organisation ?? config.meetings.organisations[0]?.id
  /** Where the file declares none, the only one that was added. */
  const isHome = (organisation: string) => organisation === declared || (declared === undefined && isOnly())
  const isOnly = () => context.organisations.list().length === 1
  const people = notePeopleOf(config.people)
  const repositories = repositoriesOf(config)
  const elsewhere = openBoard(config, secrets, repositories, stack)
  const { hedgedoc } = notes
  const parts: NoteParts = {
    database,
    clock,
    language: notes.language,
    homeRepository: notes.home_repository,
    repositories,
    layout: notes.layout,
    people: (organisation) => (isHome(organisation) ? people : []),
    isThere: (organisation) => context.organisations.find(organisation) !== undefined,
    board(organisation) {
      if (elsewhere && isHome(organisation)) return elsewhere
      const address = (number: number) => `${url()}/portal/tasks#task-${number}`
      return createOwnBoard({ database, clock, organisation, columns: notes.board.columns, address })
    },
    hedgedoc: hedgedoc && stack.use(createHedgedoc({ url: hedgedoc.url, session: secrets.hedgedoc })),
  }
  stack.defer(context.bus.on('organisationRemoved', (id) => forgetNotes(parts, id)))
  return parts
}

/** The people of coop.yaml as notes name them; those who left too, for old notes name them still. */
export function notePeopleOf(people: readonly PersonConfig[]): NotePerson[] {
  return people.map(({ id, name, initials, aliases }) => ({ id, name, initials, aliases }))
}

/** Where repositories are: as coop.yaml says, and else beside the one of the board. */
export function repositoriesOf({ notes }: Pick<Config, 'notes'>): Repositories {
  const { repositories: places, repositories_url: url, board } = notes
  const owner = board.repository?.split('/')[0]
  return { places, url: board.kind === 'forgejo' && board.url !== undefined ? board.url : url, owner }
}

function openBoard(
  { notes: { board, home_repository: home }, people }: Config,
  secrets: NoteSecrets,
  repositories: Repositories,
  stack: AsyncDisposableStack,
): Board | undefined {
  const { kind, repository, columns, url, owner, project } = board
  if (kind === 'own') return undefined
  if (repository === undefined || secrets.board === undefined) throw new Problem('invalid', 'notes.board is not whole')
  const settings = {
    columns,
    repository,
    token: secrets.board,
    place: (repo: string) => placeOf(repositories, repo),
    short: (place: string) => (place === repository ? home : (place.split('/')[1] ?? place)),
    account: (id: string) => people.find((person) => person.id === id)?.handles[kind],
  }
  if (kind === 'forgejo') return stack.use(createForgejoBoard({ ...settings, url: url ?? '' }))
  const named = owner === undefined || project === undefined ? undefined : { owner, number: project }
  return stack.use(createGithubBoard({ ...settings, url: url ?? 'https://api.github.com', project: named }))
}
