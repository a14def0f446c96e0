import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aNote, notePeopleYaml } from '../a-note.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const base = '/api/v1/organisations/main'
const path = '2026-03-02-infrastructure.md'
const errors: unknown[] = []
let coop: RestRig
let max: SignedIn
let ada: SignedIn
let eve: SignedIn

beforeAll(async () => {
  coop = await restRig({
    servers: 0,
    log: strictLog(errors),
    organisations: '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]',
    extra: `${notePeopleYaml}notes: { repositories: { organizing: example-coop/organizing } }\n`,
  })
  max = await signIn(coop, { name: 'Max' })
  ada = await signIn(coop, { name: 'Ada', role: 'admin' })
  eve = await signIn(coop, { name: 'Eve', organisation: 'other' })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

async function ask<Answer = Record<string, never>>(
  method: string,
  to: string,
  body?: unknown,
  who = max,
  status = 200,
) {
  const answer = await coop.ask(method, `${base}${to}`, { headers: who.headers, body })
  expect(answer.status, answer.text).toBe(status)
  return answer.body as Answer
}

interface Change {
  readonly key: string
  readonly kind: string
  readonly title: string
  readonly chosen: boolean
  readonly issue: string | null
  readonly to: string | null
}

const preview = (text: string) =>
  ask<{ changes: Change[]; appliedBefore: number }>('POST', '/notes/preview', { text, path })

describe('after a meeting', () => {
  it('the preview lists what would change, one confirmation does it, and a second look proposes nothing', async () => {
    const { changes } = await preview(aNote)
    const kinds = Object.groupBy(changes, ({ kind }) => kind)
    expect(kinds['task']?.map(({ title }) => title)).toEqual([
      'ring up the supplier',
      'write down how a key is replaced',
      'ask what the hosting costs',
      'order a disk',
    ])
    expect(kinds['move']?.filter(({ chosen }) => chosen).map(({ issue, to }) => `${issue} ${to}`)).toEqual([
      'organizing#239 Backlog',
      'organizing#253 Doing',
      'organizing#175 Done',
    ])
    expect(kinds['close']?.map(({ issue }) => issue)).toEqual(['organizing#175'])
    expect(kinds['decision']).toHaveLength(2)
    expect((await ask<{ tasks: unknown[] }>('GET', '/tasks')).tasks).toEqual([])

    const keys = changes.filter(({ chosen }) => chosen).map(({ key }) => key)
    const declined = changes.filter(({ chosen }) => !chosen).map(({ key }) => key)
    const done = await ask<{ done: unknown[]; failed: unknown[]; text: string }>('POST', '/notes/apply', {
      text: aNote,
      path,
      keys,
      declined,
    })
    expect(done.failed).toEqual([])
    expect(done.done).toHaveLength(keys.length)
    expect(done.text).toMatch(/#todo ring up the supplier \(ada\) -> \[task \d+\]\(http\S+\/portal\/tasks\S+\)\n/)
    expect(done.text).toContain('- [#253](https://github.com/example-coop/organizing/issues/253) internal servers')
    expect(done.text.split('\n')).toHaveLength(aNote.split('\n').length)

    for (const text of [aNote, done.text]) {
      const again = await preview(text)
      expect(again.changes).toEqual([])
    }
    const asked = await ask<{ changes: Change[] }>('POST', '/notes/preview', { text: aNote, path, again: true })
    expect(asked.changes.map(({ issue }) => issue)).toEqual(['organizing-private#68'])
    const twice = await ask<{ done: unknown[] }>('POST', '/notes/apply', { text: done.text, path, keys })
    expect(twice.done).toEqual([])
  })

  it('the board has the tasks with their people, the moved cards and the closed one', async () => {
    type Board = {
      tasks: {
        title: string
        column: string
        issue: string | null
        assignees: { name: string }[]
        since: string
        closedAt: string | null
      }[]
    }
    const { tasks } = await ask<Board>('GET', '/tasks?closed=true')
    expect(tasks.map(({ title, column, assignees }) => [title, column, assignees.map(({ name }) => name)])).toEqual(
      expect.arrayContaining([
        ['ring up the supplier', 'To Do', ['Ada Lovelace']],
        ['ask what the hosting costs', 'To Do', ['Max Weber', 'Grace Hopper']],
        ['storage for projects', 'Backlog', []],
        ['internal servers', 'Doing', []],
        ['password store', 'Done', []],
      ]),
    )
    expect(tasks.find(({ issue }) => issue === 'organizing#175')?.closedAt).not.toBeNull()
    expect(tasks[0]?.since).toBe('2026-03-02T00:00:00.000Z')
    expect((await ask<Board>('GET', '/tasks')).tasks.some(({ issue }) => issue === 'organizing#175')).toBe(false)
  })

  it('the decisions are found by their words and by what was said around them', async () => {
    const found = (words: string) =>
      ask<{ decisions: { text: string; context: string; votes: unknown[] }[] }>(
        'GET',
        `/decisions?words=${encodeURIComponent(words)}`,
      )
    expect((await found('publishing secret')).decisions.map(({ text }) => text)).toEqual([
      'the code is published after stripping secrets',
    ])
    const { decisions } = await found('laptop')
    expect(decisions).toMatchObject([
      {
        text: expect.stringContaining('keys never leave'),
        votes: [
          { voter: 'al', value: 1 },
          { voter: 'mw', value: 1 },
        ],
      },
    ])
    expect((await found('"never published"')).decisions).toEqual([])
  })

  it('what is done twice at once is done once', async () => {
    const text = '# 2026-03-09 Example Co-op: Race\n\n- #todo al: water the plants\n- #9 pump\n    - #moved to doing\n'
    const { changes } = await ask<{ changes: Change[] }>('POST', '/notes/preview', { text, path: 'race.md' })
    const keys = changes.map(({ key }) => key)
    const both = await Promise.all(
      [1, 2].map(() => ask<{ done: unknown[] }>('POST', '/notes/apply', { text, path: 'race.md', keys })),
    )
    expect(both.flatMap(({ done }) => done)).toHaveLength(keys.length)
    const { tasks } = await ask<{ tasks: { title: string }[] }>('GET', '/tasks')
    expect(tasks.filter(({ title }) => title === 'water the plants')).toHaveLength(1)
  })
})

describe('the task board', () => {
  it('takes tasks by hand, moves, assigns and closes them, and tells the audit log', async () => {
    const made = await ask<{ number: number }>('POST', '/tasks', { title: 'Oil the door', assignees: ['gh'] }, max, 201)
    const to = `/tasks/${made.number}`
    expect(await ask('PATCH', to, { column: 'feedback required' })).toMatchObject({ column: 'Feedback Required' })
    expect(await ask('PATCH', to, { closed: true, assignees: [] })).toMatchObject({
      assignees: [],
      closedAt: expect.any(String),
    })
    await ask('PATCH', to, { column: 'limbo' }, max, 422)
    await ask('PATCH', to, { assignees: ['nobody'] }, max, 422)
    const { body } = await coop.ask('GET', '/api/v1/audit?limit=3', { headers: ada.headers })
    expect((body['changes'] as { action: string }[]).map(({ action }) => action)).toEqual([
      'task.change',
      'task.move',
      'task.add',
    ])
    await ask('DELETE', to, undefined, max, 403)
    expect((await coop.ask('DELETE', `${base}${to}`, { headers: ada.headers })).status).toBe(204)
  })

  it('is not there for strangers, who have their own', async () => {
    expect((await coop.ask('GET', `${base}/tasks`, { headers: eve.headers })).status).toBe(404)
    const own = await coop.ask('GET', '/api/v1/organisations/other/tasks', { headers: eve.headers })
    expect(own.body).toMatchObject({ kind: 'own', tasks: [], people: [] })
  })
})

describe('the notes that are kept', () => {
  const keep = (text: string, level = 'open') =>
    ask<{ id: string; state: string }>('PUT', '/notes', { path, text, level })

  it('are found by their words in any form, with the words marked', async () => {
    expect((await keep(aNote)).state).toBe('added')
    expect((await keep(aNote)).state).toBe('unchanged')
    const { id, state } = await keep(`${aNote}\n- zebra crossings\n`, 'restricted')
    expect(state).toBe('changed')
    const find = (words: string) =>
      ask<{ notes: { id: string; excerpt: string; level: string }[] }>('GET', `/notes?words=${words}`)
    expect((await find('zebras')).notes).toMatchObject([
      { id, level: 'restricted', excerpt: expect.stringContaining('\ue000zebra\ue001') },
    ])
    expect((await find('giraffe')).notes).toEqual([])
    expect((await find(encodeURIComponent("'; drop | & ! ("))).notes).toEqual([])
    expect((await ask<{ text: string }>('GET', `/notes/${id}`)).text).toContain('zebra crossings')
    const { decisions } = await ask<{ decisions: { note: string | null; path: string }[] }>('GET', '/decisions')
    expect(decisions.find((one) => one.path === path)?.note).toBe(id)
  })

  it('leave nothing behind when they are taken out, nor when their organisation goes', async () => {
    const { notes } = await ask<{ notes: { id: string }[] }>('GET', '/notes')
    for (const { id } of notes) await coop.ask('DELETE', `${base}/notes/${id}`, { headers: ada.headers })
    expect((await ask<{ notes: unknown[] }>('GET', '/notes?words=zebra')).notes).toEqual([])
    await coop.local('POST', '/api/v1/organisations', { body: { id: 'guild' } })
    const guild = '/api/v1/organisations/guild'
    await coop.local('PUT', `${guild}/notes`, { body: { path, text: aNote, level: 'open' } })
    await coop.local('DELETE', guild)
    await expect
      .poll(async () => {
        await coop.local('POST', '/api/v1/organisations', { body: { id: 'guild' } })
        return (await coop.local('GET', `${guild}/notes`)).body['notes']
      })
      .toEqual([])
  })
})

describe('a meeting', () => {
  it('goes through its agenda: each item has its time, and what is typed is read', async () => {
    type Pad = {
      id: string
      revision: number
      text: string
      current: string | null
      since: string | null
      reading: { agenda: { title: string }[]; items: { kind: string; people: string[] }[] }
    }
    const first = await ask<Pad>(
      'POST',
      '/pads',
      { template: 'working-group', title: 'Infrastructure', date: '2026-03-16', after: aNote },
      max,
      201,
    )
    expect(first.text).toMatch(/^# 2026-03-16 Infrastructure\n/)
    expect(first.text).toMatch(/Cultivator: mw\nNotetaker: {2}gh\n/)
    expect(first.text).toMatch(/### Discussions\n\n- carried over from 2026-03-02\n {4}- Backups\n/)
    const to = `/pads/${first.id}`
    const step = (body: object) => ask<Pad>('POST', `${to}/steps`, body)
    const titles = first.reading.agenda.map(({ title }) => title)
    expect(titles[0]).toBe('Personal Checkins')
    expect(await step({ do: 'next' })).toMatchObject({ current: titles[0], since: expect.any(String) })
    expect(await step({ do: 'next' })).toMatchObject({
      current: titles[1],
      spent: { [titles[0] ?? '']: expect.any(Number) },
    })
    expect(await step({ do: 'pause' })).toMatchObject({ current: titles[1], since: null })
    expect(await step({ do: 'back' })).toMatchObject({ current: titles[0] })
    const text = first.text.replace('### Process Checkout', '- #todo al: write it down\n\n### Process Checkout')
    const saved = await ask<Pad>('PUT', `${to}/text`, { text, revision: first.revision })
    expect(saved.reading.items.find(({ kind }) => kind === 'todo')?.people).toEqual(['Ada Lovelace'])
    await ask('PUT', `${to}/text`, { text: 'other', revision: first.revision }, max, 409)
    expect(await step({ do: 'end' })).toMatchObject({ current: null, endedAt: expect.any(String) })
    await coop.ask('DELETE', `${base}${to}`, { headers: max.headers })
    await ask('GET', to, undefined, max, 404)
  })
})

it('where the file declares no organisation, its people are those of the only one that was added', async () => {
  await using fresh = await restRig({ servers: 0, organisations: '[]', extra: notePeopleYaml })
  const peopleOf = async (organisation: string) =>
    (await fresh.local('GET', `/api/v1/organisations/${organisation}/tasks`)).body['people']
  await fresh.local('POST', '/api/v1/organisations', { body: { id: 'added' } })
  expect(await peopleOf('added')).not.toEqual([])
  await fresh.local('POST', '/api/v1/organisations', { body: { id: 'second' } })
  expect([await peopleOf('added'), await peopleOf('second')]).toEqual([[], []])
})
