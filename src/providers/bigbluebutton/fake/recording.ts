import type { Meeting } from './meeting.ts'

export type RecordingState = 'processing' | 'published' | 'unpublished' | 'deleted'

/** What a practice server keeps of a meeting that was recorded. Times are milliseconds since 1970, sizes bytes. */
export interface Recording {
  readonly meeting: Meeting
  /** How many people were in it, as the recording tells. */
  readonly participants: number
  readonly size: number
  readonly metadata: Map<string, string>
  /** When it has been processed. */
  readyAt: number
  state: Exclude<RecordingState, 'processing'>
}

/** As much as slides, voices and a few cameras take: 180 MB an hour, and what every recording brings along. */
const bytesPerMs = 50
const bytesOfEach = 1_500_000
/** The raw files are larger than what is made of them. */
const rawFactor = 2

/** The recording of a meeting that is over, ready at that time. */
export function recordingOf(meeting: Meeting, readyAt: number): Recording {
  const lengthMs = Math.max(0, meeting.endTime - (meeting.startTime || meeting.createTime))
  return {
    meeting,
    participants: meeting.attended.size,
    size: bytesOfEach + lengthMs * bytesPerMs,
    metadata: new Map(meeting.metadata),
    readyAt,
    state: 'published',
  }
}

export function rawSizeOf({ size }: Recording): number {
  return size * rawFactor
}

/** What it says of itself at that time. */
export function stateOf({ readyAt, state }: Recording, now: number): RecordingState {
  return now < readyAt ? 'processing' : state
}
