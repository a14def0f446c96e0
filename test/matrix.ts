import { describe, expect, test } from 'vitest'
import type { ChatEvent, ChatServer } from '../src/chat/server.ts'
import { Secret } from '../src/lib/secret.ts'
import { createMatrix } from '../src/providers/matrix/client.ts'

/** A homeserver that a test fills: the fake, or a real Synapse. */
export interface TestHomeserver extends AsyncDisposable {
  readonly url: string
  readonly token: string
  readonly plainToken: string
  makeRoom(at: number, options?: { joined?: boolean }): Promise<string> | string
  send(room: string, content: Readonly<Record<string, unknown>>, at: number): Promise<string> | string
  upload(at: number): Promise<string> | string
}

const day = 86_400_000
const words = (body: string) => ({ msgtype: 'm.text', body })

/** What we rely on, tried against the fake and against the real thing alike. */
export function describeHomeserver(name: string, start: () => Promise<TestHomeserver>): void {
  describe(name, () => {
    test('deletes what came before an event and is no state, also what its own people said', async () => {
      await using server = await start()
      const now = Date.now()
      const room = await server.makeRoom(now - 100 * day)
      await server.send(room, words('one'), now - 99 * day)
      await server.send(room, words('two'), now - 98 * day)
      const kept = await server.send(room, words('three'), now - day)
      await using matrix = connect(server)
      const before = await matrix.describe(room)
      expect(before).toMatchObject({ hasBeginning: true, isEncrypted: false })

      const purge = await matrix.purge(room, kept)
      await expect.poll(async () => (await matrix.purgeState(purge)).kind, { timeout: 20_000 }).toBe('complete')
      const left = await readAll(matrix, room)
      expect(left.filter(({ isState }) => !isState).map(({ id }) => id)).toEqual([kept])
      expect(await matrix.describe(room)).toEqual(before)
    })

    test('gives events in the order of the room, a page at a time, with files and without words', async () => {
      await using server = await start()
      const now = Date.now()
      const room = await server.makeRoom(now - 10 * day)
      const file = await server.upload(now)
      const sent = [
        await server.send(room, words('secret words'), now - 9 * day),
        await server.send(room, { msgtype: 'm.image', body: 'a', url: file }, now - 8 * day),
      ]
      await using matrix = connect(server)
      const events = await readAll(matrix, room)
      expect(events.filter(({ isState }) => !isState).map(({ id }) => id)).toEqual(sent)
      expect(events.flatMap(({ media }) => media)).toEqual([file])
      expect(events.filter(({ id }) => sent.includes(id)).map(({ at }) => at)).toEqual([now - 9 * day, now - 8 * day])
      expect(JSON.stringify(events)).not.toContain('secret')
      expect(await matrix.mediaIn(room)).toEqual([file])
    })

    test('deletes a file once', async () => {
      await using server = await start()
      const file = await server.upload(Date.now())
      await using matrix = connect(server)
      expect(await matrix.deleteMedia(file)).toBe(true)
      expect(await matrix.deleteMedia(file)).toBe(false)
      expect(await matrix.deleteOldMedia(Date.now() - 400 * day)).toBe(0)
      expect(await matrix.deleteCachedMedia(Date.now() - 400 * day)).toBe(0)
    })

    test('says something once for a transaction, and only where the account is', async () => {
      await using server = await start()
      const [room, elsewhere] = [
        await server.makeRoom(Date.now()),
        await server.makeRoom(Date.now(), { joined: false }),
      ]
      await using matrix = connect(server)
      const event = await matrix.say(room, 'Hello', 'a transaction/1')
      expect(await matrix.say(room, 'Hello', 'a transaction/1')).toBe(event)
      expect((await readAll(matrix, room)).filter(({ id }) => id === event)).toHaveLength(1)
      await expect(matrix.say(elsewhere, 'Hello', 'b')).rejects.toMatchObject({ code: 'forbidden' })
    })

    test('refuses strangers, people who are no admin, unknown rooms and events of other rooms', async () => {
      await using server = await start()
      const [room, other] = [await server.makeRoom(Date.now()), await server.makeRoom(Date.now())]
      const event = await server.send(other, words('there'), Date.now())
      await using matrix = connect(server)
      expect(await matrix.whoAmI()).toMatch(/^@retention:/)
      await using stranger = connect(server, 'nobody')
      await expect(stranger.whoAmI()).rejects.toMatchObject({ code: 'unauthenticated' })
      await using plain = connect(server, server.plainToken)
      await expect(plain.describe(room)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(matrix.describe(room.replace('!', '!x'))).rejects.toMatchObject({ code: 'not-found' })
      await expect(matrix.purge(room, event)).rejects.toMatchObject({ code: 'upstream' })
      await expect(matrix.purge(room, '$nothing')).rejects.toMatchObject({ code: 'not-found' })
      expect(await matrix.purgeState('nothing')).toEqual({ kind: 'unknown' })
    })
  })
}

function connect({ url, token }: TestHomeserver, other = token): ChatServer & AsyncDisposable {
  return createMatrix({ homeserver: url, token: new Secret(other) })
}

async function readAll(matrix: ChatServer, room: string): Promise<ChatEvent[]> {
  const events: ChatEvent[] = []
  for (let from: string | undefined; ; ) {
    const page = await matrix.read(room, from)
    events.push(...page.events)
    if (page.next === undefined) return events
    from = page.next
  }
}
