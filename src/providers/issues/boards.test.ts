import { afterEach, describe, expect, test } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import type { Board, NewTask } from '../../notes/board.ts'
import { createForgejoBoard } from '../forgejo/board.ts'
import { startFakeForgejo } from '../forgejo/fake.ts'
import { createGithubBoard } from '../github/board.ts'
import { startFakeGithub } from '../github/fake/server.ts'
import type { FakeServer } from './fake-http.ts'

const columns = ['Backlog', 'To Do', 'Doing', 'Done']
const repository = 'example-coop/organizing'
const key = '0123456789abcdef0123456789abcdef'
const today = new Date().toISOString().slice(0, 10)
const source = { path: 'note.md', line: 7, date: today }
const known = { title: 'unknown', source }
const task: NewTask = { key, title: 'Ring up', details: 'From a note.', assignees: ['al', 'gh'], source }
const issue = (number: number) => ({ repo: 'organizing', number })

const settings = {
  columns,
  repository,
  token: new Secret('t0ken'),
  place: (repo: string) => (repo === 'organizing' ? repository : undefined),
  short: () => 'organizing',
  account: (person: string) => (person === 'al' ? 'ada' : undefined),
}

interface Service {
  readonly fake: FakeServer
  readonly board: Board
  addIssue(number: number, title: string): unknown
  issues(): readonly { title: string; body: string | null; state: string; assignees: readonly string[] }[]
  withToken(token: string): Board
}

let open = new AsyncDisposableStack()
afterEach(async () => {
  await open.disposeAsync()
  open = new AsyncDisposableStack()
})

async function github(): Promise<Service> {
  const project = { owner: 'example-coop', number: 2 }
  const options = { token: 't0ken', repositories: [repository], users: ['ada'], project: { ...project, columns } }
  const fake = open.use(await startFakeGithub(options))
  const withToken = (token: string) =>
    open.use(createGithubBoard({ ...settings, token: new Secret(token), url: fake.url, project }))
  return {
    fake,
    board: withToken('t0ken'),
    withToken,
    addIssue: (number, title) => fake.addIssue(repository, number, title),
    issues: () => fake.state.repositories.get(repository)?.issues ?? [],
  }
}

async function forgejo(): Promise<Service> {
  const fake = open.use(await startFakeForgejo({ token: 't0ken', repository, users: ['ada'] }))
  const withToken = (token: string) =>
    open.use(createForgejoBoard({ ...settings, token: new Secret(token), url: fake.url }))
  return {
    fake,
    board: withToken('t0ken'),
    withToken,
    addIssue: fake.addIssue,
    issues: () => fake.issues,
  }
}

describe.each([
  ['GitHub', github],
  ['Forgejo', forgejo],
] as const)('a board of %s', (_, start) => {
  const look = (board: Board) => board.look({ issues: [issue(5), issue(404)], keys: [key], since: today })

  test('makes a task once: with its people, in the column for new ones, and finds it by its mark', async () => {
    const { board, issues } = await start()
    const made = await board.create(task, 'person:x')
    expect(made).toMatchObject({ issue: issue(1), column: 'To Do', closed: false, name: '#1' })
    expect(issues()).toMatchObject([
      { title: 'Ring up', assignees: ['ada'], body: expect.stringContaining('For: gh.') },
    ])
    expect((await look(board)).made.get(key)).toMatchObject({ title: 'Ring up', column: 'To Do' })
    expect((await board.create(task, 'person:x')).name).toBe('#1')
    expect(issues()).toHaveLength(1)
  })

  test('moves a card through the columns, and closes it', async () => {
    const { board, addIssue, issues } = await start()
    addIssue(5, 'Storage')
    expect((await look(board)).cards[0]).toMatchObject({ title: 'Storage', column: null })
    for (const column of ['Backlog', 'Doing']) {
      await board.move(issue(5), column, known, 'person:x')
      expect((await look(board)).cards[0]?.column).toBe(column)
    }
    await board.close(issue(5), known, 'person:x')
    const { cards } = await look(board)
    expect(cards[0]).toMatchObject({ closed: true, column: 'Doing' })
    expect(cards).toHaveLength(1)
    expect(issues()[0]?.state).toBe('closed')
  })

  test('goes on with a task whose making was cut off before it had a column', async () => {
    const { board, fake, issues } = await start()
    fake.interrupt(
      ({ method, path, body }) => method === 'POST' && (path.endsWith('labels') || /addProject/.test(body)),
      {
        status: 502,
      },
    )
    await expect(board.create(task, 'person:x')).rejects.toMatchObject({ code: 'unavailable' })
    expect((await look(board)).made.has(key)).toBe(false)
    expect(await board.create(task, 'person:x')).toMatchObject({ name: '#1', column: 'To Do' })
    expect(issues()).toHaveLength(1)
  })

  test('says in words what the service refuses', async () => {
    const { board, fake, withToken } = await start()
    await expect(look(withToken('wrong'))).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('token'),
    })
    await expect(board.close(issue(404), known, 'person:x')).rejects.toMatchObject({ code: 'not-found' })
    await expect(board.close({ repo: 'elsewhere', number: 1 }, known, 'person:x')).rejects.toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('repositories'),
    })
    fake.interrupt(() => true, { status: 429, headers: { 'retry-after': '120' }, body: { message: 'slow down' } })
    await expect(look(board)).rejects.toMatchObject({ code: 'unavailable', hint: 'try again in 2 minutes' })
    fake.interrupt(() => true, 'silence')
    await expect(look(board)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test('GitHub: a column that the project has not, and a token without its scope, are told', async () => {
  const { board, fake } = await github()
  const { addIssue, state } = fake as Awaited<ReturnType<typeof startFakeGithub>>
  addIssue(repository, 5, 'Storage', 'Backlog')
  await expect(board.move(issue(5), 'Limbo', known, 'person:x')).rejects.toMatchObject({
    message: expect.stringContaining('no column Limbo'),
    hint: expect.stringContaining('Backlog, To Do'),
  })
  state.scopes = new Set(['repo'])
  await expect(look5(board)).rejects.toMatchObject({ hint: expect.stringContaining('scopes repo and project') })
})

function look5(board: Board) {
  return board.look({ issues: [issue(5)], keys: [], since: null })
}
