import { z } from 'zod'
import { parseWebAddress, textField } from './fields.ts'
import { organisationId } from './organisation-schema.ts'
import { about, count, secret, words } from './schema-parts.ts'

const repository = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/, 'write owner/name, such as example-coop/organizing')
  .meta({ examples: ['example-coop/organizing'] })

const folder = (fallback: string, description: string) =>
  z
    .string()
    .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/, 'write a folder below the repository, without ".."')
    .default(fallback)
    .meta(about(description, fallback))

const usualColumns = ['Backlog', 'To Do', 'Doing', 'Feedback Required', 'Done']

const layout = z
  .strictObject({
    open: folder('_posts/meeting-notes', 'Where notes stand that everybody may read.'),
    stubs: folder('_posts/private/meeting-notes', 'Where stubs stand in public for notes that only members may read.'),
    restricted: folder('meeting-notes', 'Where such notes stand in the private repository.'),
    stub_text: words('What a stub says.', 'Empty file for public indexing of access-restricted file.').default(
      'Empty file for public indexing of access-restricted file.',
    ),
  })
  .prefault({})
  .meta(about('Where notes are published, within a folder or repository.'))

const board = z
  .strictObject({
    kind: z
      .enum(['own', 'github', 'forgejo'])
      .default('own')
      .meta(
        about(
          'Where tasks are: on our own board, in GitHub issues and a project, or in Forgejo issues with labels.',
          'own',
        ),
      ),
    columns: z
      .array(words('A column.', 'Doing'))
      .min(1)
      .max(20)
      .refine((columns) => new Set(columns.map((one) => one.toLowerCase())).size === columns.length, {
        message: 'name each column once',
      })
      .default(usualColumns)
      .meta(about('The columns of the board, from left to right; what is in the last one is done.', usualColumns)),
    url: textField(
      parseWebAddress,
      about('The API of the service. Default: GitHub itself.', 'https://git.example.coop'),
    ).optional(),
    owner: words('Whose GitHub project it is.', 'example-coop').optional(),
    repository: repository
      .optional()
      .meta(about('The repository in which new tasks become issues.', 'example-coop/organizing')),
    project: count(1, 1_000_000).optional().meta(about('The number of the GitHub project.', 2)),
    token: secret('A token that may write issues, and the project.', 'secret://board').optional(),
  })
  .prefault({})
  .superRefine(({ kind, repository: home, project, owner, token, url }, check) => {
    const need = (path: string, value: unknown) => {
      if (value === undefined) check.addIssue({ code: 'custom', path: [path], message: `is needed for ${kind}` })
    }
    if (kind === 'own') return
    need('repository', home)
    need('token', token)
    if (kind === 'forgejo') need('url', url)
    if (kind === 'github' && project !== undefined) need('owner', owner)
  })
  .meta(about('The task board that notes change, once somebody has confirmed it.', { kind: 'own' }))

const hedgedoc = z
  .strictObject({
    url: textField(parseWebAddress, about('The address of a HedgeDoc 1.', 'https://pad.example.coop')),
    session: secret(
      'The value of the cookie connect.sid of somebody who is signed in, where anonymous pads are not allowed.',
      'secret://hedgedoc',
    ).optional(),
  })
  .meta(about('The pads in which meetings are written down.', { url: 'https://pad.example.coop' }))

/** `notes:` */
export const notes = z
  .strictObject({
    organisation: organisationId
      .optional()
      .meta(
        about(
          'Whose minutes they are. Default: those of the first organisation of the file, or of the only one that was added.',
          'main',
        ),
      ),
    home_repository: z
      .string()
      .regex(/^[\w.-]+$/, 'write the bare name of a repository, such as organizing')
      .default('organizing')
      .meta(about('The repository that a bare #12 means.', 'organizing')),
    language: z
      .enum(['simple', 'english', 'french', 'german', 'spanish'])
      .default('english')
      .meta(about('The language of the minutes, so that a search for "vote" finds "voted" too.', 'english')),
    repositories: z
      .record(z.string(), repository)
      .default({})
      .meta(
        about('Short names that notes use for repositories, and where those are.', {
          private: 'example-coop/organizing-private',
        }),
      ),
    repositories_url: textField(
      parseWebAddress,
      about('Where the repositories are, for links. Default: GitHub.', 'https://github.com'),
    ).default('https://github.com'),
    layout,
    board,
    hedgedoc: hedgedoc.optional(),
  })
  .prefault({})
  .meta(about('The minutes of meetings: where they are published, and the board that they change.'))
