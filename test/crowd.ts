import { createSecretKey } from 'node:crypto'
import { expect, vi } from 'vitest'
import type { Database } from '../src/db/open.ts'
import { readStays } from '../src/ledger/collect.ts'
import { type Class, classes, nothing, plus, type Spent, total } from '../src/ledger/spent.ts'
import { createPseudonyms } from '../src/meetings/attendance/pseudonyms.ts'
import { installationKey } from '../src/meetings/store.ts'
import type { PracticeServer } from '../src/providers/bigbluebutton/fake/server.ts'

/** From something happening to its being noticed, at both ends of a stay: a look a second, and a machine with much to do. */
const slackMs = 4000

/** People on practice servers, who come and go by dice that always fall alike, and what is true of them. */
export class Crowd {
  readonly servers: readonly PracticeServer[]
  readonly truth = new Map<string, Spent>()
  readonly stays = new Map<string, number>()
  /** Those who came or went, at least once, while nothing ran or right before. */
  readonly unseen = new Set<string>()
  readonly #there = new Map<string, { server: PracticeServer; nodeId: string; since: number; now: Class }>()
  #dice = 1

  readonly #size: number
  readonly #busyness: number

  /** `size` people, of whom `busyness` do something in a second. */
  constructor(servers: readonly PracticeServer[], size: number, busyness: number) {
    this.servers = servers
    this.#size = size
    this.#busyness = busyness
  }

  /** Everybody comes. */
  comeAll(): void {
    for (let i = 0; i < this.#size; i += 1) this.come(`u${i}`)
  }

  come(userId: string): void {
    const meetings = this.servers.flatMap((server) => server.meetings().map(({ meetingId }) => ({ server, meetingId })))
    const { server, meetingId: nodeId } = meetings[this.#roll(meetings.length)] ?? {}
    if (!server || !nodeId) throw new Error('no meeting goes on')
    server.joinUser(nodeId, { name: userId, userId })
    this.#there.set(userId, { server, nodeId, since: Date.now(), now: 'listening' })
    this.stays.set(userId, (this.stays.get(userId) ?? 0) + 1)
  }

  /** So many people do something. */
  stir(count: number, isUnseen = false): void {
    for (let i = 0; i < count; i += 1) {
      const userId = `u${this.#roll(this.#size)}`
      if (isUnseen) this.unseen.add(userId)
      const one = this.#there.get(userId)
      if (!one) this.come(userId)
      else if (this.#roll(2) === 0) this.#turn(userId, classes[this.#roll(classes.length)] ?? 'listening')
      else {
        this.#note(userId)
        this.#there.delete(userId)
        one.server.leaveUser(one.nodeId, userId)
      }
    }
  }

  /** Stirs at every look at the servers, of which there is one a second. */
  async beBusy(seconds: number, looksAfter = 3): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.stir(this.#busyness)
      await this.looks(1)
    }
    // Whatever was done is known and written before the next thing happens.
    await this.looks(looksAfter)
  }

  async looks(times: number): Promise<void> {
    const count = () =>
      Math.min(...this.servers.map(({ requests }) => requests.filter(({ call }) => call === 'getMeetings').length))
    const enough = count() + times
    await vi.waitFor(() => expect(count()).toBeGreaterThanOrEqual(enough), { timeout: 60_000, interval: 20 })
  }

  endAll(): void {
    for (const server of this.servers) for (const { meetingId } of server.meetings()) server.endMeeting(meetingId)
    for (const userId of this.#there.keys()) this.#note(userId)
    this.#there.clear()
  }

  #turn(userId: string, to: Class): void {
    const one = this.#there.get(userId)
    if (!one) return
    this.#note(userId)
    one.now = to
    one.server.changeMedia(one.nodeId, userId, {
      video: to === 'camera',
      voice: to === 'speaking',
      listening: to === 'listening',
    })
  }

  #note(userId: string): void {
    const one = this.#there.get(userId)
    if (!one) return
    const spent = { ...nothing, [one.now]: Date.now() - one.since }
    this.truth.set(userId, plus(this.truth.get(userId) ?? nothing, spent))
    one.since = Date.now()
  }

  #roll(sides: number): number {
    this.#dice = (Math.imul(this.#dice, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#dice / 2 ** 32) * sides)
  }
}

/** Everybody by themselves: never more than they were there, and less only if they came or went while nothing ran. */
export async function expectEachRight(database: Database, crowd: Crowd): Promise<void> {
  const pseudonyms = createPseudonyms(createSecretKey(await installationKey(database)))
  const written = new Map<string, number>()
  for await (const { user_key: key, joined_at: from, until } of readStays(database, 0, Number.MAX_SAFE_INTEGER)) {
    const [person = ''] = key.split('.')
    written.set(person, (written.get(person) ?? 0) + until - from)
  }
  for (const [userId, truth] of crowd.truth) {
    const counted = written.get(pseudonyms.person('main', userId)) ?? 0
    const slack = slackMs * (crowd.stays.get(userId) ?? 0)
    expect(counted, `${userId} is not counted twice`).toBeLessThanOrEqual(total(truth) + slack)
    if (!crowd.unseen.has(userId)) expect(counted, userId).toBeGreaterThanOrEqual(total(truth) - slack)
  }
}
