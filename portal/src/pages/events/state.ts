import type { EventRequest } from '../../api.gen.ts'
import type { Tone } from '../../parts/status.tsx'

const tones = { new: 'wait', accepted: 'good', declined: 'quiet' } as const

export function toneOf(state: EventRequest['state']): Tone {
  return tones[state]
}
