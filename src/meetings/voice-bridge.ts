import type { Directory } from './directory.ts'

const first = 100_000
const count = 900_000

/**
 * A voice bridge (the number people type when they dial in) of six digits that no other live meeting has, on any
 * server. It derives from the meeting, so a room keeps its number from one meeting to the next. Never 99999, the
 * number of BigBlueButton's own test.
 */
export function allocateBridge(directory: Directory, nodeId: string): string {
  const start = Number.parseInt(nodeId.slice(-12), 16) % count
  for (let i = 0; i < count; i++) {
    const bridge = String(first + ((start + i) % count))
    if (!directory.hasBridge(bridge)) return bridge
  }
  throw new Error('every voice bridge is in use')
}
