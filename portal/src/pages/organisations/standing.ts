import type { Organisation } from '../../api.gen.ts'
import type { Tone } from '../../parts/status.tsx'

const tones = { active: 'good', leaving: 'wait', 'read-only': 'wait', suspended: 'bad' } as const

export function toneOf(standing: Organisation['standing']): Tone {
  return tones[standing]
}
