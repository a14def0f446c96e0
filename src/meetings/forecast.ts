import { isMetadata } from '../protocol/metadata.ts'
import { type Parameter, valueOf } from '../protocol/query.ts'

/** What is known of a meeting before it begins. */
export interface Known {
  /** How many people the client says will come. */
  readonly hint: number | undefined
  /** How many may join at most. */
  readonly maximum: number | undefined
  /** The highest number of people in each of the room's last meetings. */
  readonly room: readonly number[]
  /** What is usual in the organisation: the median of each of its rooms. */
  readonly organisation: readonly number[]
  readonly defaultSize: number
}

/** How many people are expected, and where that comes from, in words. */
export interface Forecast {
  readonly people: number
  readonly from: string
}

/** Eight of ten meetings of a room fit into what is expected of it. */
const roomQuantile = 0.8
/** Two thirds is close to the mean of sizes as skewed as those of meetings: many such rooms fit together. */
const organisationQuantile = 2 / 3
/** From so many meetings or rooms on, their history counts as known. */
const enough = 3
const largest = 5000

/**
 * How many people will come: what the client says, as far as the room's history bears it out; else the room's history;
 * else the organisation's; else the default. Never more than may join.
 */
export function forecast(known: Known): Forecast {
  const expected = fromHint(known) ?? fromRoom(known.room) ?? fromOrganisation(known.organisation)
  const { people, from } = expected ?? { people: known.defaultSize, from: 'the default' }
  const { maximum } = known
  if (maximum === undefined || people <= maximum) return { people, from }
  return { people: maximum, from: `the most that may join (maxParticipants); without it ${people}: ${from}` }
}

const hints = ['mycel-expected-users', 'bbb-meeting-size-hint']

/** What a create says of the size of its meeting. */
export function sizeHints(parameters: readonly Parameter[]): Pick<Known, 'hint' | 'maximum'> {
  const named = hints.map((name) => parameters.find((parameter) => isMetadata(parameter, name))?.value)
  return {
    hint: named.map(readPositive).find((number) => number !== undefined),
    maximum: readPositive(valueOf(parameters, 'maxParticipants')),
  }
}

/** The smallest of the numbers that a share of them, such as 0.8, does not exceed; 0 when there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** A room whose hints were far from what came is believed within a factor of two only. */
function fromHint({ hint, room }: Known): Forecast | undefined {
  if (hint === undefined) return undefined
  const said = Math.min(hint, largest)
  if (room.length < enough) return { people: said, from: "the client's hint" }
  const highest = Math.max(...room)
  if (said > 2 * highest) {
    const from = `the client's hint of ${said}, cut to twice the ${highest} that the room had at most`
    return { people: 2 * highest, from }
  }
  const usual = quantile(room, 0.5)
  if (said >= usual / 2) return { people: said, from: "the client's hint" }
  return {
    people: Math.ceil(usual / 2),
    from: `the client's hint of ${said}, raised to half of the room's usual ${usual}`,
  }
}

function fromRoom(room: readonly number[]): Forecast | undefined {
  if (room.length === 0) return undefined
  const people = quantile(room, roomQuantile)
  const meetings = room.length === 1 ? 'its last meeting had' : `80 % of its last ${room.length} meetings had at most`
  return { people, from: `the room's history: ${meetings} ${people} people` }
}

function fromOrganisation(rooms: readonly number[]): Forecast | undefined {
  if (rooms.length < enough) return undefined
  const people = quantile(rooms, organisationQuantile)
  const from = `the organisation's history: two thirds of its ${rooms.length} rooms usually have at most ${people} people`
  return { people, from }
}

function readPositive(text: string | undefined): number | undefined {
  if (!text || !/^\d{1,6}$/.test(text)) return undefined
  return Number(text) || undefined
}
