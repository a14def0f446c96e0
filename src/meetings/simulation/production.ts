import { Secret } from '../../lib/secret.ts'
import { parameter } from '../../protocol/query.ts'
import { createDirectory, type Directory } from '../directory.ts'
import { afterFailure, afterSuccess, canJoin } from '../health.ts'
import { createHistory, type History } from '../history.ts'
import { type Facts, type Meeting, unseen } from '../meeting.ts'
import { type Decision, place } from '../placement.ts'
import { createPool, type Pool, toServer } from '../pool.ts'
import { predictSize } from '../seats.ts'
import type { Placer, PlannedMeeting, Policy, Scenario, Seen } from './scenario.ts'

/** The gateway's own placement: the very code that places real meetings, on simulated servers. */
export function production({ name = 'Mycel', defaultSize = 20 } = {}): Policy {
  return { name, begin: (scenario) => begin(scenario, defaultSize) }
}

interface Gateway {
  readonly scenario: Scenario
  readonly directory: Directory
  readonly pool: Pool
  readonly history: History
  readonly defaultSize: number
  /** The meetings of the scenario that are thought to go on. */
  readonly live: Map<number, Meeting>
}

function begin(scenario: Scenario, defaultSize: number): Placer {
  const directory = createDirectory()
  const gateway = { scenario, directory, pool: createPool(directory), history: createHistory(), defaultSize }
  const state: Gateway = { ...gateway, live: new Map() }
  for (const { id, capacity } of scenario.servers) {
    const url = `https://${id}.example/bigbluebutton/`
    const definition = { id, url, capacity, weight: 1, tags: [], checksum: 'sha256' as const }
    state.pool.put(toServer(definition, new Secret('simulated'), 'file', 'enabled'))
  }
  for (const { organisation, room, people } of scenario.past) {
    state.history.note({ organisation, meetingId: room, peak: people, peakVideos: 0 })
  }
  return {
    choose: (number, now) => choose(state, number, now),
    created(number, _server, now) {
      const meeting = state.live.get(number)
      if (meeting) Object.assign(meeting, { state: 'running', confirmedAt: now })
    },
    polled: (server, seen, now) => notePoll(state, server, seen, now),
    isGone(index) {
      const server = serverAt(state, index)
      return server !== undefined && !canJoin(server.health)
    },
  }
}

function choose(state: Gateway, number: number, now: number): number | undefined {
  const plan = state.scenario.meetings[number]
  if (!plan) return undefined
  const lost = state.live.get(number)
  if (lost) state.directory.remove(lost)

  const decision = decide(state, plan, now)
  if (!decision) return undefined
  const meeting = draft(number, plan, decision, now)
  state.live.set(number, meeting)
  state.directory.add(meeting)
  return state.scenario.servers.findIndex(({ id }) => id === decision.server)
}

function decide(state: Gateway, plan: PlannedMeeting, now: number): Decision | undefined {
  const { organisation, room: meetingId, recorded = false, hint } = plan
  const parameters = hint === undefined ? [] : [parameter('meta_mycel-expected-users', `${hint}`)]
  const size = predictSize({ organisation, meetingId, recorded }, parameters, state)
  const wanted = { ...size, required: [], preferred: [], failed: new Map<string, string>() }
  const decision = place(state.pool.candidates(now), wanted, now)
  return decision.server === undefined ? undefined : decision
}

function notePoll(state: Gateway, index: number, seen: readonly Seen[] | undefined, now: number): void {
  const server = serverAt(state, index)
  if (!server) return
  server.health = seen ? afterSuccess(server.health, now) : afterFailure(server.health, 'did not answer')
  if (!seen) return
  const listed = new Set<Meeting>()
  for (const { meeting: number, people } of seen) {
    const meeting = state.live.get(number)
    if (!meeting) continue
    listed.add(meeting)
    if (meeting.facts?.participants === people) continue
    meeting.facts = { ...unknownFacts, participants: people }
    meeting.peak = Math.max(meeting.peak, people)
    state.directory.changed(meeting)
  }
  for (const meeting of state.directory.onServer(server.access.id)) {
    if (meeting.state === 'creating' || listed.has(meeting)) continue
    state.directory.remove(meeting)
    state.live.delete(Number(meeting.instance))
    state.history.note(meeting)
  }
}

function serverAt({ scenario, pool }: Gateway, index: number) {
  return pool.find(scenario.servers[index]?.id ?? '')
}

const unknownFacts: Facts = {
  meetingId: '',
  internalId: '',
  name: '',
  createTime: 0,
  running: true,
  ended: false,
  participants: 0,
  moderators: 0,
  videos: 0,
  breakout: false,
  parentId: '',
  attendees: [],
}

function draft(number: number, { organisation, room }: PlannedMeeting, decision: Decision, now: number): Meeting {
  return {
    instance: `${number}`,
    organisation,
    meetingId: room,
    nodeId: `${number}`,
    name: room,
    server: decision.server,
    state: 'creating',
    reserved: decision.size,
    callbacks: {},
    decision,
    wish: [],
    parameters: [],
    voiceBridge: `${number}`,
    createdAt: now,
    since: now,
    ...unseen(now),
  }
}
