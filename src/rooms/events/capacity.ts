import type { Booking } from '../bookings.ts'

/** What event requests ask of the gateway: whether its servers could carry an event. */
export interface RoomCapacity {
  /** Plays the event beside those that are booked for the same time, on the servers that there are. */
  estimate(event: PlannedEvent, booked: readonly PlannedEvent[]): CapacityEstimate
}

/** An event to come, and whose it is. */
export interface PlannedEvent extends Booking {
  readonly organisation: string
}

/** What an event takes, and whether it fits. */
export interface CapacityEstimate {
  /** Seats that it takes: people, weighed by cameras and recording. */
  readonly seats: number
  /** Seats for each person. */
  readonly factor: number
  /** Servers that its organisation may use, and their seats together. */
  readonly servers: number
  readonly capacity: number
  /** Seats of the largest of them: one meeting is on one server. */
  readonly largest: number
  /** Seats that are booked by others at some time during the event. */
  readonly booked: number
  readonly fits: boolean
  /** Whether it fits also when the largest server fails during the event. */
  readonly fitsWithFailure: boolean
}
