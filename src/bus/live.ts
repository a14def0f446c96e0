import { createClient } from 'redis'

/** Messages between the replicas of one installation, at once and without promise: whoever is away misses them. */
export interface Live extends AsyncDisposable {
  /** Whether messages go out and come in now. */
  readonly isUp: boolean
  /** Tells all others; never throws. What is told while the way is down is lost. */
  publish(message: object): void
  /** Calls `fn` for each message of another replica, in the order in which that replica told them. */
  onMessage(fn: (message: unknown) => void): void
  /** Calls `fn` when the way went down or came back. */
  onChange(fn: (isUp: boolean) => void): void
}

/** Where trouble is told; a pino logger fits. */
export interface Log {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

export interface RedisLiveOptions {
  readonly url: string
  /** Tells this replica from the others. */
  readonly self: string
  /** Installations that share a Redis are told apart by it. */
  readonly channel: string
  readonly log: Log
}

/** Over Redis. Starts whether or not Redis answers, connects again by itself, and says so when that changes. */
export async function openRedisLive(options: RedisLiveOptions): Promise<Live> {
  const { self, channel, log } = options
  const reconnectStrategy = (retries: number) => Math.min(50 * 2 ** retries, 1000)
  // A network that is cut says nothing. Pings are answered every second, so who is silent for longer is away.
  const socket = { reconnectStrategy, connectTimeout: 2000, socketTimeout: 3000 }
  const publisher = createClient({ url: options.url, socket, disableOfflineQueue: true, pingInterval: 1000 })
  const subscriber = publisher.duplicate()
  const listeners = { message: [] as ((m: unknown) => void)[], change: [] as ((isUp: boolean) => void)[] }
  const state = { isUp: false, ended: false }

  const update = () => {
    const isUp = publisher.isReady && subscriber.isReady
    if (state.isUp === isUp || state.ended) return
    state.isUp = isUp
    if (isUp) log.info({ channel }, 'live events: Redis is there')
    else log.warn({ channel }, 'live events: Redis is away; each replica looks for itself until it is back')
    for (const fn of listeners.change) fn(isUp)
  }
  for (const client of [publisher, subscriber]) {
    // An error is followed by a reconnection; `update` says the one thing about it that matters.
    client.on('error', update)
    client.on('ready', update)
    client.on('end', update)
    client.on('reconnecting', update)
  }
  const receive = (text: string) => {
    const message = read(text)
    if (!message || message.from === self) return
    for (const body of message.bodies) for (const fn of listeners.message) fn(body)
  }
  const waiting: object[] = []
  const send = () => {
    const bodies = waiting.splice(0)
    if (state.isUp) void publisher.publish(channel, JSON.stringify({ from: self, bodies })).catch(update)
  }
  const subscribed = subscriber.connect().then(() => subscriber.subscribe(channel, receive))
  await waitShortly(Promise.all([publisher.connect(), subscribed]))
  update()

  return {
    get isUp() {
      return state.isUp
    },
    publish(body) {
      if (!state.isUp) return
      // What is told in one turn of the event loop travels together: a message costs more than what is in it.
      if (waiting.push(body) === 1) setImmediate(send)
    },
    onMessage: (fn) => void listeners.message.push(fn),
    onChange: (fn) => void listeners.change.push(fn),
    async [Symbol.asyncDispose]() {
      state.ended = true
      publisher.destroy()
      subscriber.destroy()
    },
  }
}

/** Waits for the first connection a short while; both clients go on trying in the background. */
async function waitShortly(connected: Promise<unknown>): Promise<void> {
  const settled = connected.catch(() => {})
  await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 2500).unref())])
}

function read(text: string): { from: string; bodies: readonly unknown[] } | undefined {
  try {
    return JSON.parse(text) as { from: string; bodies: readonly unknown[] }
  } catch {
    return undefined
  }
}
