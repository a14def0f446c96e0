import { expect, test } from 'vitest'
import { nothingYet, type Picture } from './picture.ts'
import { createWatchers, type Watcher } from './watchers.ts'

const meeting = (organisation: string, people: number) => ({
  value: { organisation, people } as never,
  text: `${people}`,
  organisation,
})

function pictureOf(people: Readonly<Record<string, number>>): Picture {
  const meetings = Object.entries(people).map(([name, count]) => [`${name}/m`, meeting(name, count)] as const)
  return { ...nothingYet, meetings: new Map(meetings) }
}

/** Sees the meetings of one organisation, and notes what it is sent. */
function watcherOf(organisation: string) {
  const sent: (readonly [name: string, put: unknown[], gone: readonly string[]])[] = []
  const state = { hasRoom: true }
  const watcher: Watcher = {
    caller: { actor: `person:${organisation}`, may: (_, asked) => asked === organisation },
    send(name, { meetings }) {
      sent.push([name, meetings.put, meetings.gone])
      return state.hasRoom
    },
  }
  return { watcher, sent, state }
}

function watchersOf(first: Readonly<Record<string, number>>) {
  const world: { people: Readonly<Record<string, number>> } = { people: first }
  const watchers = createWatchers(
    () => pictureOf(world.people),
    () => 0,
  )
  return { world, watchers }
}

test('a watcher is sent what is theirs, then what differs, and nothing when nothing does', () => {
  const { world, watchers } = watchersOf({ main: 1, other: 5 })
  const { watcher, sent } = watcherOf('main')
  watchers.add(watcher)
  watchers.tick()
  world.people = { main: 1, other: 6 }
  watchers.tick()
  world.people = { main: 2, other: 7 }
  watchers.tick()
  world.people = { main: 2, other: 8 }
  watchers.tick()
  world.people = { other: 8, main: 2 }
  watchers.tick()
  world.people = { other: 8 }
  watchers.tick()
  expect(sent).toEqual([
    ['snapshot', [{ organisation: 'main', people: 1 }], []],
    ['change', [{ organisation: 'main', people: 2 }], []],
    ['change', [], ['main/m']],
  ])
})

test('whoever sees nothing is sent an empty snapshot, so that they know', () => {
  const { watchers } = watchersOf({ main: 1 })
  const { watcher, sent } = watcherOf('elsewhere')
  watchers.add(watcher)
  expect(sent).toEqual([['snapshot', [], []]])
})

test('a watcher without room misses changes and is sent a snapshot once there is room again', () => {
  const { world, watchers } = watchersOf({ main: 1 })
  const { watcher, sent, state } = watcherOf('main')
  const watching = watchers.add(watcher)
  state.hasRoom = false
  for (const main of [2, 3, 4]) {
    world.people = { main }
    watchers.tick()
  }
  state.hasRoom = true
  watching.catchUp()
  watching.catchUp()
  expect(sent.map(([name, [value]]) => [name, value])).toEqual([
    ['snapshot', { organisation: 'main', people: 1 }],
    ['change', { organisation: 'main', people: 2 }],
    ['snapshot', { organisation: 'main', people: 4 }],
  ])
})

test('whoever went is sent nothing, and nobody is counted', () => {
  const { world, watchers } = watchersOf({ main: 1 })
  const { watcher, sent } = watcherOf('main')
  const watching = watchers.add(watcher)
  expect([watchers.size, watchers.countOf('person:main'), watchers.countOf('person:other')]).toEqual([1, 1, 0])
  watching.end()
  world.people = { main: 2 }
  watchers.tick()
  expect([sent.length, watchers.size]).toEqual([1, 0])
})
