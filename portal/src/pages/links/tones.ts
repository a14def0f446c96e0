import type { Link } from '../../api.gen.ts'
import type { Tone } from '../../parts/status.tsx'

export type CheckState = NonNullable<Link['check']>['state']

/** How good it is that a link is so. */
export function stateTone(state: Link['state']): Tone {
  return state === 'goes' ? 'good' : state === 'gone' ? 'quiet' : 'bad'
}

/** How good it is that a destination was found so. */
export function checkTone(state: CheckState): Tone {
  if (state === 'fine') return 'good'
  if (state === 'gone' || state === 'failing') return 'bad'
  return state === 'moved' ? 'wait' : 'quiet'
}
