import type { Context } from './context.ts'
import { isThere } from './create-again.ts'
import type { Meeting } from './meeting.ts'

/** Which meetings died with their servers, and which meetings continue them. */
export interface Succession {
  /** Notes that a meeting's server is gone while people wait for it. */
  note(meeting: Meeting): void
  /** The meeting of that instance, if it died with its server a short while ago and nobody ended it. */
  lost(instance: string): Meeting | undefined
  /** Whether the meeting is that instance, or was made again in its place. */
  continues(meeting: Meeting, instance: string): boolean
}

/** So long after its server died a meeting is made again for people who come back to it. */
const mournedMs = 10 * 60_000
/** As many instances are remembered as continued; the oldest are forgotten first. */
const mostHeirs = 10_000

export function createSuccession(context: Context): Succession {
  const dead = new Map<string, { readonly meeting: Meeting; readonly at: number }>()
  const heirs = new Map<string, string>()

  const forgetOld = () => {
    for (const [instance, { at }] of dead) if (context.clock.elapsed() - at >= mournedMs) dead.delete(instance)
    for (const instance of heirs.keys()) if (heirs.size > mostHeirs) heirs.delete(instance)
  }
  const note = (meeting: Meeting) => {
    forgetOld()
    if (meeting.ending) dead.delete(meeting.instance)
    else dead.set(meeting.instance, { meeting, at: context.clock.elapsed() })
  }
  const inherit = (present: Meeting) => {
    forgetOld()
    for (const { meeting } of dead.values()) {
      const isSame = meeting.organisation === present.organisation && meeting.meetingId === present.meetingId
      if (isSame && meeting.instance !== present.instance) heirs.set(meeting.instance, present.instance)
    }
  }
  context.bus.on('ended', (meeting) => {
    if (isThere(context, meeting)) dead.delete(meeting.instance)
    else note(meeting)
  })
  context.bus.on('created', inherit)

  return {
    note,
    lost(instance) {
      forgetOld()
      return dead.get(instance)?.meeting
    },
    continues(meeting, instance) {
      // Another replica may have made it again: of that, nothing was told here.
      inherit(meeting)
      let current: string | undefined = instance
      // A chain cannot be longer than what is remembered: no circle can hold it up.
      for (let i = 0; current !== undefined && i <= mostHeirs; i++) {
        if (current === meeting.instance) return true
        current = heirs.get(current)
      }
      return false
    },
  }
}
