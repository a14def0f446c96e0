/** What makes one person heavier for a server than one who listens in an ordinary meeting. */
export interface Load {
  readonly recorded: boolean
  /** The share of people with a camera on, 0 to 1; undefined while it is unknown. */
  readonly videoShare: number | undefined
}

/** An ordinary meeting: a server's capacity is given in people of such meetings. */
const ordinaryVideoShare = 0.25
/** A recorded meeting writes every stream to disk, and its server processes it afterwards. */
const recorded = 1.1
const heaviest = 2

/**
 * How many seats each person of a meeting takes, from 1 to 2: a tenth more when it is recorded, and as much more as its
 * share of cameras is above the ordinary quarter. An estimate; light meetings count in full, so that a server is never
 * promised more people than its capacity.
 */
export function seatsPerPerson({ recorded: isRecorded, videoShare = 0 }: Load): number {
  const factor = (isRecorded ? recorded : 1) * (1 + Math.max(0, Math.min(videoShare, 1) - ordinaryVideoShare))
  return Math.min(Math.round(factor * 100) / 100, heaviest)
}

/** Whole seats for so many people. */
export function seatsFor(people: number, factor: number): number {
  // Rounded first: 30 × 1.1 is 33, not the 34 that floating point would make of it.
  return Math.ceil(Math.round(people * factor * 100) / 100)
}
