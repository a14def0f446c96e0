import type { LiveServer } from '../api.gen.ts'
import type { TextKey } from '../text/text.ts'
import type { Tone } from './status.tsx'

type Said = Pick<LiveServer, 'state' | 'condition' | 'takesMeetings'>

/** How a server is, in one word: what an operator decided counts more than how it answers. */
export function conditionOf({ state, condition, takesMeetings }: Said): {
  readonly tone: Tone
  readonly text: TextKey
} {
  if (state === 'disabled') return { tone: 'quiet', text: 'condition.disabled' }
  if (condition === 'offline') return { tone: 'bad', text: 'condition.offline' }
  if (state === 'draining') return { tone: 'wait', text: 'condition.draining' }
  if (condition === 'suspect') return { tone: 'wait', text: 'condition.suspect' }
  if (condition === 'unknown') return { tone: 'quiet', text: 'condition.unknown' }
  return takesMeetings ? { tone: 'good', text: 'condition.online' } : { tone: 'wait', text: 'condition.resting' }
}
