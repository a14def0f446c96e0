import { expect, test } from 'vitest'
import { aNote, notePeople } from '../../test/a-note.ts'
import type { Card } from './board.ts'
import type { Change } from './changes.ts'
import { type Look, proposeChanges, taskKeys } from './preview.ts'
import { readNote } from './read.ts'

const path = 'notes/2026-03-02-infrastructure.md'
const repositories = { places: { organizing: 'example-coop/organizing' }, url: 'https://github.com' }

function propose(text = aNote, more: Partial<Look> = {}): Change[] {
  const note = read(text)
  const board = { columns: ['Backlog', 'To Do', 'Doing', 'Done'], takesAnyIssue: true }
  const standing = { cards: [], made: new Map() }
  return proposeChanges({ note, path, people: notePeople, repositories, board, standing, applied: new Set(), ...more })
}

function read(text: string) {
  return readNote({ people: () => notePeople, homeRepository: 'organizing' }, 'main', text, path)
}

function card(number: number, column: string | null, closed = false): Card {
  return {
    issue: { repo: 'organizing', number },
    title: 'as on the board',
    column,
    closed,
    name: '#1',
    url: 'https://example.coop',
  }
}

test('a note becomes tasks by person, moves, an issue that is closed, decisions and links', () => {
  const changes = propose()
  const of = <Kind extends Change['kind']>(kind: Kind) =>
    changes.filter((one): one is Extract<Change, { kind: Kind }> => one.kind === kind)
  expect(of('task').map(({ title, assignees, unknown }) => [title, assignees.map(({ id }) => id), unknown])).toEqual([
    ['ring up the supplier', ['al'], []],
    ['write down how a key is replaced', ['gh'], []],
    ['ask what the hosting costs', ['mw', 'gh'], []],
    ['order a disk', [], ['infra-wg']],
  ])
  expect(of('move').map(({ issue, title, to, chosen }) => [issue.number, title, to, chosen])).toEqual([
    [239, 'storage for projects', 'Backlog', true],
    [253, 'internal servers', 'Doing', true],
    [68, 'joining the federation', 'Backlog', false],
    [175, 'password store', 'Done', true],
  ])
  expect(of('close').map(({ issue, title }) => [issue.number, title])).toEqual([[175, 'password store']])
  expect(of('decision').map(({ text, votes, section }) => [text, votes.map(({ voter }) => voter), section])).toEqual([
    ['gh: no, keys never leave the deployment server', ['al', 'mw'], 'Notes › Discussions'],
    ['the code is published after stripping secrets', [], 'Notes › Discussions'],
  ])
  expect(of('link').map(({ after }) => after.trim())).toEqual([
    '- [#253](https://github.com/example-coop/organizing/issues/253) internal servers',
    '- [#175](https://github.com/example-coop/organizing/issues/175) password store',
  ])
  expect(of('decision')[0]?.context).toMatch(/^- Keys\n {4}- mw: should keys.*\n {8}- gh: no/)
})

test('what is so already is not proposed', () => {
  const cards = [card(239, 'Backlog'), card(253, 'To Do'), card(175, 'Done', true)]
  const changes = propose(aNote, { standing: { cards, made: new Map() } }).filter(({ kind }) => /move|close/.test(kind))
  expect(changes).toMatchObject([
    { kind: 'move', issue: { number: 253 }, from: 'To Do', to: 'Doing', title: 'as on the board' },
    { kind: 'move', issue: { number: 68 }, chosen: false },
  ])
})

test('the keys stay the same when the file is moved, lines are added and proofs are written behind tasks', () => {
  const before = propose().map(({ key }) => key)
  const moved = aNote
    .replace('- al: rested', '- al: rested\n- mw: so am I')
    .replace('(ada)', '(ada) -> [task 1](https://example.coop/portal/tasks/1)')
  expect(taskKeys(read(moved), 'elsewhere.txt').every((key) => before.includes(key))).toBe(true)
  expect(propose(moved, { path: 'elsewhere.txt' }).map(({ key }) => key)).toEqual(before)
  expect(propose(aNote, { applied: new Set(before) })).toEqual([])
})

test('equal sentences of one note are two tasks', () => {
  const twice = propose('# 2026-03-02 Standup\n\n- #todo al: water the plants\n- #todo al: water the plants\n')
  expect(new Set(twice.map(({ key }) => key)).size).toBe(2)
})

test('a column that the board has not, and an issue that is not there, are obstacles', () => {
  const board = { columns: ['Doing'], takesAnyIssue: false }
  const changes = propose(
    '# 2026-03-02 Standup\n\n- #1 this\n    - #moved to DOING\n- #2 that\n    - #moved to limbo\n',
    { board },
  )
  expect(changes.filter(({ kind }) => kind === 'move')).toMatchObject([
    { chosen: false, obstacle: expect.stringContaining('no issue organizing#1') },
    ...(changes.some((one) => one.kind === 'move' && one.issue.number === 2)
      ? [{ chosen: false, obstacle: expect.stringContaining('no column limbo') }]
      : []),
  ])
})

test('nobody is in favour alone, and one who is against keeps a proposal from being a decision', () => {
  const text = (votes: string) => `# 2026-03-02 Standup\n\n## Notes\n\n- al: paint it green (${votes})\n`
  const decisions = (votes: string) => propose(text(votes)).filter(({ kind }) => kind === 'decision')
  expect(decisions('mw, gh: +1')).toHaveLength(1)
  expect(decisions('mw: +1')).toHaveLength(0)
})
