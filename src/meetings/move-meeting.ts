import type { Context } from './context.ts'
import type { Creator } from './create.ts'
import type { Meeting } from './meeting.ts'
import type { Organisation } from './organisations.ts'
import { requestToRecreate } from './recreate.ts'
import type { Succession } from './succession.ts'

/** Makes meetings again elsewhere while people wait for them. */
export interface Mover {
  /** Begins to, unless that is under way or has just failed; never waits for it. */
  move(organisation: Organisation, meeting: Meeting): { readonly kind: 'moving'; readonly isStuck: boolean }
}

/** So long after a failure the next attempt begins. */
const pauseMs = 2000

export function createMover(context: Context, creator: Creator, succession: Succession): Mover {
  const underway = new Set<string>()
  const failedAt = new Map<string, number>()

  const attempt = async (organisation: Organisation, meeting: Meeting): Promise<void> => {
    underway.add(meeting.instance)
    try {
      await moveNow(context, creator, organisation, meeting)
      failedAt.delete(meeting.instance)
    } catch (error) {
      context.log.warn(
        { err: error, meeting: meeting.meetingId },
        'people wait for a meeting that cannot be made again',
      )
      failedAt.set(meeting.instance, context.clock.elapsed())
    } finally {
      underway.delete(meeting.instance)
    }
  }

  return {
    move(organisation, meeting) {
      const { instance } = meeting
      for (const known of failedAt.keys()) if (!succession.lost(known)) failedAt.delete(known)
      if (succession.lost(instance) === undefined) succession.note(meeting)
      const failed = failedAt.get(instance)
      const isTime = failed === undefined || context.clock.elapsed() - failed >= pauseMs
      if (isTime && !underway.has(instance)) void attempt(organisation, meeting)
      return { kind: 'moving', isStuck: failed !== undefined }
    },
  }
}

/** After an attempt that failed, the meeting is known to nobody but those who wait for it. */
async function moveNow(
  context: Context,
  creator: Creator,
  organisation: Organisation,
  meeting: Meeting,
): Promise<void> {
  if (context.directory.find(meeting.organisation, meeting.meetingId)) await creator.recreate(organisation, meeting)
  else await creator.create(await requestToRecreate(context, organisation, meeting))
}
