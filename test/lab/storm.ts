import type { PracticeCluster } from '../../src/providers/bigbluebutton/fake/cluster.ts'
import type { Installation, Replica } from './installation.ts'

/** What was answered while a harm was done: the internal id that each answered create told, by its meeting ID. */
export type Answered = ReadonlyMap<string, string>

/** Meetings are begun on all replicas, somebody enters each, and people join earlier ones, until it is told to end. */
export function startStorm({ replicas, practice }: Installation) {
  const answered = new Map<string, string>()
  const state = { done: false, next: 0 }
  const worker = async (replica: Replica) => {
    while (!state.done) {
      const room = `room-${state.next++}`
      // The hint makes every meeting as large as the next, whatever the gateway has learnt.
      const body = await replica.call('create', `name=Room&meetingID=${room}&meta_mycel-expected-users=5`).catch(String)
      const internalId = /<internalMeetingID>([^<]+)</.exec(body)?.[1]
      if (internalId) {
        answered.set(room, internalId)
        enter(practice, internalId, room)
      }
      await wait(50)
    }
  }
  const workers = [...replicas, ...replicas].map(worker)
  return {
    answered,
    async end(): Promise<Answered> {
      state.done = true
      await Promise.all(workers)
      return answered
    },
  }
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Somebody who stays. On a server that is away, nobody enters. */
function enter(practice: PracticeCluster, internalId: string, name: string): void {
  for (const server of practice.servers) {
    const meeting = server.meetings().find((one) => one.internalId === internalId)
    if (meeting) server.joinUser(meeting.meetingId, { name, userId: name })
  }
}
