import { type Agenda, createAgenda } from './agenda.ts'
import { createRandom, type Random } from './random.ts'
import type { Placer, PlannedMeeting, Policy, Scenario } from './scenario.ts'

/** What happens in a simulation. Meetings and servers are their numbers in the scenario. */
export type Event =
  | { readonly kind: 'start' | 'created' | 'end' | 'arrive' | 'leave'; readonly meeting: number }
  | { readonly kind: 'poll' | 'fail' | 'return'; readonly server: number }
  | { readonly kind: 'sample' }

/** One meeting of the scenario as it goes on. */
export interface Playing {
  readonly plan: PlannedMeeting
  server: number | undefined
  people: number
  /** Those who want to be in it, there or not: they come back when its server is lost. */
  wanted: number
}

/** Everything that is true at one moment of a simulation. */
export interface World {
  readonly scenario: Scenario
  readonly placer: Placer
  readonly random: Random
  readonly agenda: Agenda<Event>
  readonly meetings: readonly Playing[]
  /** The meetings on each server, as the server itself knows them. */
  readonly onServer: readonly Set<number>[]
  readonly people: number[]
  readonly down: boolean[]
  readonly placed: number[]
  refused: number
}

/** Those whose server is lost come back within this time after their meeting is there again. */
const returnOverMs = 60_000

export function createWorld(scenario: Scenario, policy: Policy): World {
  const each = <Value>(make: () => Value) => scenario.servers.map(make)
  const world: World = {
    scenario,
    placer: policy.begin(scenario, createRandom(scenario.seed ^ 0x5bd1e995).uniform),
    random: createRandom(scenario.seed),
    agenda: createAgenda<Event>(),
    meetings: scenario.meetings.map((plan) => ({ plan, server: undefined, people: 0, wanted: 0 })),
    onServer: each(() => new Set<number>()),
    people: each(() => 0),
    down: each(() => false),
    placed: each(() => 0),
    refused: 0,
  }
  schedule(world)
  return world
}

/** Makes an event true. */
export function happen(world: World, event: Event, now: number): void {
  if (event.kind === 'sample') return
  if ('server' in event) return happenOn[event.kind](world, event.server, now)
  const playing = world.meetings[event.meeting]
  if (playing) happenIn[event.kind](world, event.meeting, now, playing)
}

const happenIn: Record<
  Extract<Event, { meeting: number }>['kind'],
  (world: World, meeting: number, now: number, playing: Playing) => void
> = {
  start(world, meeting, now, playing) {
    const server = world.placer.choose(meeting, now)
    if (server === undefined) {
      world.refused += 1
      return
    }
    playing.server = server
    world.placed[server] = (world.placed[server] ?? 0) + 1
    world.agenda.put(now + world.scenario.createMs, { kind: 'created', meeting })
  },
  created(world, meeting, now, { server }) {
    if (server === undefined || world.down[server]) return
    world.onServer[server]?.add(meeting)
    world.placer.created?.(meeting, server, now)
  },
  arrive(world, meeting, now, playing) {
    const { server } = playing
    playing.wanted += 1
    if (server === undefined || world.down[server]) return
    change(world, playing, 1)
    world.placer.joined?.(meeting, server, now)
  },
  leave(world, _meeting, _now, playing) {
    playing.wanted -= 1
    if (playing.people > playing.wanted) change(world, playing, -1)
  },
  end(world, meeting, _now, playing) {
    playing.wanted = 0
    change(world, playing, -playing.people)
    if (playing.server !== undefined) world.onServer[playing.server]?.delete(meeting)
    playing.server = undefined
  },
}

const happenOn: Record<
  Extract<Event, { server: number }>['kind'],
  (world: World, server: number, now: number) => void
> = {
  poll(world, server, now) {
    const there = [...(world.onServer[server] ?? [])]
    const seen = there.map((meeting) => ({ meeting, people: world.meetings[meeting]?.people ?? 0 }))
    world.placer.polled?.(server, world.down[server] ? undefined : seen, now)
    if (world.placer.isGone?.(server)) placeAnew(world, server, now)
    world.agenda.put(now + world.scenario.pollMs, { kind: 'poll', server })
  },
  fail(world, server) {
    world.down[server] = true
    world.onServer[server]?.clear()
    for (const playing of world.meetings) if (playing.server === server) change(world, playing, -playing.people)
  },
  return(world, server) {
    world.down[server] = false
  },
}

/** A server is given up: its meetings start elsewhere, and those who were in them come back within a minute. */
function placeAnew(world: World, server: number, now: number): void {
  for (const [meeting, playing] of world.meetings.entries()) {
    if (playing.server !== server) continue
    playing.server = undefined
    const returning = playing.wanted
    playing.wanted = 0
    happenIn.start(world, meeting, now, playing)
    for (let person = 0; person < returning; person++) {
      world.agenda.put(now + world.random.uniform() * returnOverMs, { kind: 'arrive', meeting })
    }
  }
}

function change(world: World, playing: Playing, by: number): void {
  const { server } = playing
  playing.people += by
  if (server !== undefined) world.people[server] = (world.people[server] ?? 0) + by
}

function schedule({ scenario, agenda, random }: World): void {
  const round = random.uniform()
  for (const [server, { failsAt, returnsAt }] of scenario.servers.entries()) {
    const phase = scenario.pollTogether ? round : random.uniform()
    agenda.put(phase * scenario.pollMs, { kind: 'poll', server })
    if (failsAt !== undefined) agenda.put(failsAt, { kind: 'fail', server })
    if (returnsAt !== undefined) agenda.put(returnsAt, { kind: 'return', server })
  }
  for (let at = 0; at <= scenario.until; at += scenario.sampleMs) agenda.put(at, { kind: 'sample' })
  for (const [meeting, plan] of scenario.meetings.entries()) {
    const { startsAt, firstAfterMs = 0, arriveOverMs, lastsMs } = plan
    agenda.put(startsAt, { kind: 'start', meeting })
    agenda.put(startsAt + lastsMs, { kind: 'end', meeting })
    for (let person = 0; person < plan.people; person++) {
      const arrives = startsAt + firstAfterMs + random.uniform() * arriveOverMs
      // People leave in the last twentieth of a meeting.
      const leaves = startsAt + lastsMs * (1 - random.uniform() / 20)
      agenda.put(arrives, { kind: 'arrive', meeting })
      if (leaves > arrives) agenda.put(leaves, { kind: 'leave', meeting })
    }
  }
}
