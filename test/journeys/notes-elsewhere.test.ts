import { expect, it } from 'vitest'
import { startFakeGithub } from '../../src/providers/github/fake/server.ts'
import { startFakeHedgedoc } from '../../src/providers/hedgedoc/fake.ts'
import { aNote, notePeopleYaml } from '../a-note.ts'
import { restRig } from '../rest.ts'

const base = '/api/v1/organisations/main'
const repository = 'example-coop/organizing'
const today = new Date().toISOString().slice(0, 10)

it('a note in a pad changes issues and a project at GitHub once, and a second look proposes nothing', async () => {
  const columns = ['Backlog', 'To Do', 'Doing', 'Feedback Required', 'Done']
  const project = { owner: 'example-coop', number: 2, columns }
  await using github = await startFakeGithub({
    token: 'board',
    repositories: [repository],
    users: ['ada', 'max'],
    project,
  })
  await using hedgedoc = await startFakeHedgedoc({ allowFreeUrl: true })
  for (const [number, title] of [
    [239, 'Storage'],
    [253, 'Servers'],
    [175, 'Passwords'],
  ] as const) {
    github.addIssue(repository, number, title, 'To Do')
  }
  await using coop = await restRig({
    servers: 0,
    extra: `${notePeopleYaml}notes:
  board: { kind: github, url: "${github.url}", repository: ${repository}, owner: example-coop, project: 2, token: "secret://board" }
  hedgedoc: { url: "${hedgedoc.url}" }
`,
  })
  const ask = async (to: string, body: object) => {
    const answer = await coop.local('POST', `${base}${to}`, { body })
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.body as never as {
      url: string
      changes: { key: string; kind: string; title: string; chosen: boolean; obstacle: string | null }[]
      done: { name: string | null }[]
      failed: unknown[]
      text: string
    }
  }
  const { url: pad } = await ask('/pads/elsewhere', { text: aNote.replace('2026-03-02', today), alias: 'weekly' })
  const { changes } = await ask('/notes/preview', { pad })
  expect(changes.find(({ title }) => title === 'joining the federation')).toMatchObject({
    chosen: false,
    obstacle: expect.stringContaining('there is no issue organizing-private#68'),
  })
  const keys = changes.filter(({ chosen }) => chosen).map(({ key }) => key)
  const applied = await ask('/notes/apply', { pad, keys })
  expect(applied.failed).toEqual([])
  expect(github.columnOf(repository, 239)).toBe('Backlog')
  expect(github.columnOf(repository, 253)).toBe('Doing')
  const issues = github.state.repositories.get(repository)?.issues ?? []
  expect(issues.find(({ number }) => number === 175)?.state).toBe('closed')
  expect(issues.filter(({ number }) => number > 253).map(({ title, assignees }) => [title, assignees])).toEqual([
    ['ring up the supplier', ['ada']],
    ['write down how a key is replaced', []],
    ['ask what the hosting costs', ['max']],
    ['order a disk', []],
  ])
  expect(applied.text).toMatch(/#todo ring up the supplier \(ada\) -> \[#254\]\(\S+\/issues\/254\)/)
  expect((await ask('/notes/preview', { pad })).changes.filter(({ chosen }) => chosen)).toEqual([])
  expect((await ask('/notes/preview', { text: applied.text })).changes.filter(({ chosen }) => chosen)).toEqual([])
  expect((await coop.local('GET', `${base}/tasks`)).body).toMatchObject({ kind: 'github', tasks: [] })
  expect((await coop.local('POST', `${base}/tasks`, { body: { title: 'x' } })).body['hint']).toBe('change them there')
})
