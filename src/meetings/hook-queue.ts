import { createHash } from 'node:crypto'
import { createBatch } from '../lib/batch.ts'
import { uuidOf } from '../lib/ids.ts'
import type { Context, HookEvents } from './context.ts'
import { createdEvent, endedEvent, type HookEvent, hookRequest, userEvent } from './hook-events.ts'
import type { Hook } from './hooks.ts'
import type { Meeting } from './meeting.ts'
import type { OutgoingCallback, Sending } from './outbox.ts'

/** An event for one hook, ready to be sent. */
interface Queued {
  readonly callback: OutgoingCallback
  readonly sending: Sending
}

/** How long after its creation a meeting may not have been told of, because the process ended in between. */
const untoldMs = 10 * 60_000

/** Queues what happens for the hooks that are there at that time, in the order in which it happened. */
export function createHookQueue(context: Context, hooks: ReadonlyMap<number, Hook>): HookEvents & { catchUp(): void } {
  let last: Promise<unknown> = Promise.resolve()
  const enqueue = createBatch(async (batch: readonly Queued[]) => {
    await context.database.transact(async (tx) => {
      for (const { callback, sending } of batch) await context.outbox.send(callback, { ...sending, tx })
    })
    return batch
  })
  const tell = (meeting: Meeting, event: HookEvent, told: Iterable<Hook> = hooks.values()) => {
    for (const queued of deliveries(context, told, meeting, event)) {
      last = enqueue(queued).catch((error: unknown) =>
        context.log.error({ err: error, meeting: meeting.meetingId }, 'an event could not be queued'),
      )
    }
  }
  context.bus.on('created', (meeting) => tell(meeting, createdEvent(meeting, context.clock.now())))
  for (const kind of ['joined', 'left'] as const) {
    context.bus.on(kind, ({ meeting, attendee }) => {
      if (context.replicas.isTelling) tell(meeting, userEvent(`user-${kind}`, meeting, attendee, context.clock.now()))
    })
  }
  return {
    settled: async () => void (await last),
    async ended(tx, meeting) {
      const event = endedEvent(meeting, context.clock.now())
      for (const { callback, sending } of deliveries(context, hooks.values(), meeting, event)) {
        await context.outbox.send(callback, { ...sending, tx })
      }
    },
    catchUp() {
      const now = context.clock.now()
      for (const meeting of context.directory.all()) {
        if (meeting.state !== 'running' || now - meeting.createdAt >= untoldMs) continue
        const present = [...hooks.values()].filter(({ createdAt }) => createdAt <= meeting.createdAt)
        tell(meeting, createdEvent(meeting, now), present)
      }
    },
  }
}

function deliveries(context: Context, hooks: Iterable<Hook>, meeting: Meeting, event: HookEvent): readonly Queued[] {
  const organisation = context.organisations.find(meeting.organisation)
  if (!organisation) return []
  return [...hooks]
    .filter((hook) => isFor(hook, meeting, event))
    .map((hook) => ({
      callback: {
        kind: 'hook',
        organisation: organisation.id,
        meetingId: meeting.meetingId,
        request: hookRequest(hook, organisation, event, context.clock.now()),
      },
      sending: {
        sequence: `hook ${hook.id} ${meeting.nodeId}`,
        id: event.data.id === 'meeting-created' ? creationId(hook, meeting) : undefined,
      },
    }))
}

function isFor(hook: Hook, meeting: Meeting, { data: { id } }: HookEvent): boolean {
  return (
    hook.organisation === meeting.organisation &&
    (hook.meetingId === undefined || hook.meetingId === meeting.meetingId) &&
    (hook.events.length === 0 || hook.events.includes(id))
  )
}

/** The same whoever tells, however often: a meeting is made once. It sorts before whatever happens in the meeting. */
function creationId(hook: Hook, meeting: Meeting): string {
  return uuidOf(meeting.createdAt, createHash('sha256').update(`${hook.id} ${meeting.instance}`).digest())
}
