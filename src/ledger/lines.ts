import { createHash } from 'node:crypto'
import { z } from 'zod'

/**
 * The lines of the ledger, and how they are chained. Every line has the hash of the one before it and of itself:
 * SHA-256, in hexadecimal digits, of the previous hash, a line feed, and the line as JSON with its keys sorted at every
 * level, no blanks, and whole numbers (RFC 8785 gives the same). The first line of a month goes on from the last one of the
 * organisation's month before; the very first from 64 zeros.
 */

const id = z.string()
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const whole = z.int()

const everyLine = { organisation: id, month, number: z.int().min(1) }
const spent = { listening: whole, speaking: whole, camera: whole }

const account = {
  /** The front end through which it was used; absent where that is the organisation itself. */
  application: id.optional(),
  owner: id.nullable(),
  /** By the price list, not at all as on one's own servers, or with the owner of the server. */
  settled: z.enum(['list', 'own', 'pair']),
}

const place = {
  /** One run of a meeting, and the room (the meeting's ID) that it was of. */
  instance: id,
  room: z.string(),
  server: id.nullable(),
  ...account,
  /** How many stays it is made of, and the hash of these, by which it can be computed again while they are kept. */
  stays: whole,
  evidence: hash,
  ...spent,
}

export const prices = z.strictObject({
  /** Whose list it is: the organisation's own or that of one it is part of. */
  of: id,
  currency: z.string(),
  listening: whole,
  speaking: whole,
  camera: whole,
  recording: whole,
  base: whole,
  free: whole,
  solidarity: whole,
})

/** A price list that holds for an organisation. */
export type Prices = z.output<typeof prices>

const minutes = z.strictObject({ kind: z.literal('minutes'), ...everyLine, ...place })
/**
 * What was learnt of a closed month: the difference to what its lines, and earlier corrections, say. `line` is the number
 * of the line that is corrected; null when there was none.
 */
const correction = z.strictObject({
  kind: z.literal('correction'),
  ...everyLine,
  of: month,
  line: whole.nullable(),
  ...place,
})
const lent = z.strictObject({
  kind: z.literal('lent'),
  ...everyLine,
  to: id,
  server: id.nullable(),
  /** The lines of the other organisation that it sums, and the hash of their hashes. */
  lines: whole,
  evidence: hash,
  ...spent,
  /** Of recordings; absent where none of these lines is about any. */
  megabyteDays: whole.optional(),
})
/** What lay on a server of the recordings of a room. A decimal megabyte for a day (UTC) is a megabyte-day. */
const recording = z.strictObject({
  kind: z.literal('recording'),
  ...everyLine,
  room: z.string(),
  server: id,
  ...account,
  /** Days on which something lay there; of these, those on which the server was not asked and the day before counts. */
  days: whole,
  held: whole,
  megabyteDays: whole,
  /** The hash of its days, by which it can be computed again while they are kept. */
  evidence: hash,
})
const spentShape = z.strictObject(spent)
const amount = z.strictObject({ amount: whole, currency: z.string() })

const pair = z.strictObject({
  organisation: id,
  borrowed: spentShape,
  lent: spentShape,
  /** Each by the price list of the owner of the servers; null where that has none. */
  borrowedCost: amount.nullable(),
  lentCost: amount.nullable(),
  /** What is owed to them, below zero what they owe; null where nothing has a price, or the two are in different currencies. */
  net: amount.nullable(),
  /** Megabyte-days of recordings on the servers of either; absent where there were none. */
  stored: z.strictObject({ borrowed: whole, lent: whole }).optional(),
})

const summary = z.strictObject({
  /** Null where no price list holds: then times alone are told. */
  currency: z.string().nullable(),
  /** What is settled by the price list, corrections included, and how much of all is corrections. */
  used: spentShape,
  corrected: spentShape,
  /** On servers of its own, which costs nothing. */
  own: spentShape,
  cost: z.strictObject({ free: spentShape, amounts: spentShape }),
  /** Of recordings, as far as they are settled by the price list. */
  megabyteDays: whole,
  /** On servers of its own, which costs nothing; absent where there were none. */
  ownMegabyteDays: whole.optional(),
  storage: whole,
  base: whole,
  /** The sum of the amounts above. */
  subtotal: whole,
  /** In percent. */
  solidarity: whole,
  due: whole,
  /** One account with each organisation whose servers were used, or that used ours. */
  pairs: z.array(pair),
})

/** What a month comes to; all of it follows from the lines. Times are in milliseconds, money in the smallest unit. */
export type Summary = z.output<typeof summary>
export type Pair = z.output<typeof pair>
export type Amount = z.output<typeof amount>

const close = z.strictObject({
  kind: z.literal('close'),
  ...everyLine,
  name: z.string(),
  closedAt: whole,
  prices: prices.nullable(),
  /** The price lists of those whose servers were used. */
  lenders: z.array(z.strictObject({ organisation: id, prices: prices.nullable() })),
  summary,
})

/** One line. Times spent are in milliseconds; those of corrections may be below zero. */
export const line = z.discriminatedUnion('kind', [minutes, correction, lent, recording, close])
export type Line = z.output<typeof line>
export type MinutesLine = z.output<typeof minutes>
export type CorrectionLine = z.output<typeof correction>
export type RecordingLine = z.output<typeof recording>
export type LentLine = z.output<typeof lent>
export type CloseLine = z.output<typeof close>

/** A line with its hash. */
export type Chained = Line & { readonly hash: string }

/** What the first line of a chain goes on from. */
export const beginning = '0'.repeat(64)

/** The lines in their order, each with its hash. */
export function chain(lines: readonly Line[], previous: string): Chained[] {
  let last = previous
  return lines.map((one) => {
    last = hashOf(last, one)
    return { ...one, hash: last }
  })
}

/** The hash of a line after another. */
export function hashOf(previous: string, one: Line): string {
  return sha256(`${previous}\n${canonical(one)}`)
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** JSON in the one form that it is hashed in. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}
