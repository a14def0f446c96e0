import type { Database } from '../db/open.ts'
import { dayMs } from '../lib/days.ts'
import { quantile } from './forecast.ts'

/** What came of one meeting: the highest number of people seen in it, and of cameras. */
export interface Attendance {
  readonly organisation: string
  readonly meetingId: string
  readonly peak: number
  readonly peakVideos: number
}

/** How many people came to the meetings of late, in memory, so that a create asks no database. */
export interface History {
  /** Notes a meeting that has ended. One to which nobody came says nothing of its room's size and is not noted. */
  note(meeting: Attendance): void
  /** The peaks of a room's last 20 meetings, oldest first. */
  room(organisation: string, meetingId: string): readonly number[]
  /** The median of each of an organisation's rooms. */
  rooms(organisation: string): readonly number[]
  /** The share of cameras in a room's last meetings, 0 to 1; undefined when it had none. */
  videoShare(organisation: string, meetingId: string): number | undefined
}

const lookBackMs = 60 * dayMs
const meetingsRead = 50_000
const meetingsOfRoom = 20
/** The rooms of an organisation that are remembered: those that met last. */
const roomsOfOrganisation = 2000

/** The history of the last 60 days. */
export async function loadHistory(database: Database, now: number): Promise<History> {
  const history = createHistory()
  const rows = await database.read((db) =>
    db
      .selectFrom('meetings')
      .select(['organisation', 'meeting_id', 'peak', 'peak_videos'])
      .where('ended_at', '>', now - lookBackMs)
      .where('peak', '>', 0)
      .orderBy('ended_at', 'desc')
      .limit(meetingsRead)
      .execute(),
  )
  for (const { organisation, meeting_id, peak, peak_videos } of rows.toReversed()) {
    history.note({ organisation, meetingId: meeting_id, peak: peak ?? 0, peakVideos: peak_videos ?? 0 })
  }
  return history
}

type Past = Pick<Attendance, 'peak' | 'peakVideos'>

export function createHistory(): History {
  const organisations = new Map<string, Map<string, readonly Past[]>>()
  /** Made when first asked for, dropped when a meeting of the organisation ended. */
  const medians = new Map<string, readonly number[]>()

  const pastOf = (organisation: string, meetingId: string) => organisations.get(organisation)?.get(meetingId) ?? []
  return {
    note({ organisation, meetingId, peak, peakVideos }) {
      if (peak <= 0) return
      const rooms = organisations.get(organisation) ?? new Map<string, readonly Past[]>()
      organisations.set(organisation, rooms)
      const past = [...(rooms.get(meetingId) ?? []), { peak, peakVideos }].slice(-meetingsOfRoom)
      // Deleted first, so that the room is the last in the map's order and the first is the one that met longest ago.
      rooms.delete(meetingId)
      rooms.set(meetingId, past)
      for (const oldest of rooms.keys()) {
        if (rooms.size <= roomsOfOrganisation) break
        rooms.delete(oldest)
      }
      medians.delete(organisation)
    },
    room: (organisation, meetingId) => pastOf(organisation, meetingId).map(({ peak }) => peak),
    rooms(organisation) {
      const known = medians.get(organisation)
      if (known) return known
      const rooms = [...(organisations.get(organisation)?.values() ?? [])]
      const made = rooms.map((past) =>
        quantile(
          past.map(({ peak }) => peak),
          0.5,
        ),
      )
      medians.set(organisation, made)
      return made
    },
    videoShare(organisation, meetingId) {
      const past = pastOf(organisation, meetingId)
      const people = past.reduce((sum, { peak }) => sum + peak, 0)
      return people === 0 ? undefined : past.reduce((sum, { peakVideos }) => sum + peakVideos, 0) / people
    },
  }
}
