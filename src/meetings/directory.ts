import type { Meeting } from './meeting.ts'

/** The meetings of one server: the same object for as long as the directory lives. */
export interface Shelf {
  readonly meetings: ReadonlySet<Meeting>
  /** Counts every change in them. */
  readonly version: number
}

/** All live meetings, in memory, found by every name they go by. The database holds the same, to survive a restart. */
export interface Directory {
  find(organisation: string, meetingId: string): Meeting | undefined
  byInstance(instance: string): Meeting | undefined
  byNodeId(nodeId: string): Meeting | undefined
  byInternalId(internalId: string): Meeting | undefined
  hasBridge(voiceBridge: string): boolean
  inOrganisation(organisation: string): ReadonlySet<Meeting>
  onServer(server: string): ReadonlySet<Meeting>
  /** Every server that has, or had, a meeting. */
  servers(): Iterable<string>
  /** To be kept by whoever looks at one server's meetings often. */
  shelf(server: string): Shelf
  all(): Iterable<Meeting>
  readonly size: number
  add(meeting: Meeting): void
  remove(meeting: Meeting): void
  /** Moves a meeting that no server has yet to another server. */
  move(meeting: Meeting, server: string): void
  /** Remembers the id that its server gave to a meeting. */
  name(meeting: Meeting, internalId: string): void
  /** Notes that what is known of a meeting changed. */
  changed(meeting: Meeting): void
  /** Counts every change in an organisation's meetings. */
  version(organisation: string): number
  /** Counts every change in a server's meetings. */
  serverVersion(server: string): number
}

export function createDirectory(): Directory {
  const byKey = new Map<string, Meeting>()
  const byInstance = new Map<string, Meeting>()
  const byNodeId = new Map<string, Meeting>()
  const byInternalId = new Map<string, Meeting>()
  const bridges = new Map<string, Meeting>()
  const byOrganisation = new Map<string, Set<Meeting>>()
  const shelves = new Map<string, OpenShelf>()
  const versions = new Map<string, number>()

  const changed = ({ organisation, server }: Meeting) => {
    versions.set(organisation, (versions.get(organisation) ?? 0) + 1)
    shelfOf(shelves, server).version += 1
  }

  return {
    find: (organisation, meetingId) => byKey.get(key(organisation, meetingId)),
    byInstance: (instance) => byInstance.get(instance),
    byNodeId: (nodeId) => byNodeId.get(nodeId),
    byInternalId: (internalId) => byInternalId.get(internalId),
    hasBridge: (voiceBridge) => bridges.has(voiceBridge),
    inOrganisation: (organisation) => byOrganisation.get(organisation) ?? none,
    onServer: (server) => shelves.get(server)?.meetings ?? none,
    servers: () => shelves.keys(),
    shelf: (server) => shelfOf(shelves, server),
    all: () => byInstance.values(),
    get size() {
      return byInstance.size
    },
    add(meeting) {
      byKey.set(key(meeting.organisation, meeting.meetingId), meeting)
      byInstance.set(meeting.instance, meeting)
      byNodeId.set(meeting.nodeId, meeting)
      bridges.set(meeting.voiceBridge, meeting)
      if (meeting.facts) byInternalId.set(meeting.facts.internalId, meeting)
      member(byOrganisation, meeting.organisation).add(meeting)
      shelfOf(shelves, meeting.server).meetings.add(meeting)
      changed(meeting)
    },
    remove(meeting) {
      removeIfSame(byKey, key(meeting.organisation, meeting.meetingId), meeting)
      removeIfSame(byInstance, meeting.instance, meeting)
      removeIfSame(byNodeId, meeting.nodeId, meeting)
      removeIfSame(bridges, meeting.voiceBridge, meeting)
      if (meeting.facts) removeIfSame(byInternalId, meeting.facts.internalId, meeting)
      byOrganisation.get(meeting.organisation)?.delete(meeting)
      shelves.get(meeting.server)?.meetings.delete(meeting)
      changed(meeting)
    },
    move(meeting, server) {
      shelves.get(meeting.server)?.meetings.delete(meeting)
      changed(meeting)
      meeting.server = server
      shelfOf(shelves, server).meetings.add(meeting)
      changed(meeting)
    },
    name(meeting, internalId) {
      byInternalId.set(internalId, meeting)
    },
    changed,
    version: (organisation) => versions.get(organisation) ?? 0,
    serverVersion: (server) => shelves.get(server)?.version ?? 0,
  }
}

const none: ReadonlySet<Meeting> = new Set()

/** Organisation ids hold no colon, so two pairs never make one key. */
function key(organisation: string, meetingId: string): string {
  return `${organisation}:${meetingId}`
}

function member(map: Map<string, Set<Meeting>>, name: string): Set<Meeting> {
  const found = map.get(name)
  if (found) return found
  const created = new Set<Meeting>()
  map.set(name, created)
  return created
}

interface OpenShelf {
  readonly meetings: Set<Meeting>
  version: number
}

function shelfOf(shelves: Map<string, OpenShelf>, server: string): OpenShelf {
  const found = shelves.get(server)
  if (found) return found
  const created = { meetings: new Set<Meeting>(), version: 0 }
  shelves.set(server, created)
  return created
}

function removeIfSame(map: Map<string, Meeting>, name: string, meeting: Meeting): void {
  if (map.get(name) === meeting) map.delete(name)
}
