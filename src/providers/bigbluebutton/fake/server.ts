import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Clock, systemClock } from '../../../lib/clock.ts'
import { Problem } from '../../../lib/problem.ts'
import { Secret } from '../../../lib/secret.ts'
import type { Algorithm } from '../../../protocol/checksum.ts'
import { createCallbacks, usualRetries } from './callbacks.ts'
import { type Controls, createControls } from './controls.ts'
import { createHttp, type ReceivedRequest } from './http.ts'
import { createInjections, type Injection } from './injections.ts'
import { type Node, type Quirks, sweep } from './node.ts'
import { type ProfileName, profiles } from './profile.ts'
import { emptyState } from './state.ts'
import { createWebhooks, type Hook } from './webhooks.ts'

export interface PracticeServerOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly host?: string
  readonly name: string
  readonly secret: string | Secret
  /** With a clock of your own nothing happens by itself: call `tick` after moving it. */
  readonly clock?: Clock
  readonly profile?: ProfileName
  readonly allowedAlgorithms?: readonly Algorithm[]
  readonly quirks?: Quirks
  /** Milliseconds before each repetition of a callback. */
  readonly callbackRetries?: readonly number[]
  /** Where chance comes from, 0 to 1. */
  readonly random?: () => number
}

/** A simulated BigBlueButton server: its API over HTTP, and by the side the controls a test needs. */
export interface PracticeServer extends Controls, AsyncDisposable {
  readonly name: string
  /** The base of its API, such as `http://127.0.0.1:8101/bigbluebutton/api`. */
  readonly url: string
  readonly secret: Secret
  /** The newest requests it received, a thousand at least. */
  readonly requests: readonly ReceivedRequest[]
  quirks: Quirks
  /** Who asked to be told of events. */
  hooks(): readonly Hook[]
  /** Forgets who asked to be told of events, as when its database was lost. */
  forgetHooks(): void
  /** Makes calls of that name (empty: the index, `*`: all, `/html5client/`: the page) go wrong. */
  inject(call: string, injection: Injection): void
  clearInjections(): void
  /** Does what the clock has made due: meetings expire, callbacks are repeated. Resolves when nothing is under way. */
  tick(): Promise<void>
  /** Stops listening and cuts every connection. */
  stop(): Promise<void>
  /** Listens again on the same port; with `keepMeetings: false` as after a reboot. */
  restart(options?: { readonly keepMeetings?: boolean }): Promise<void>
}

const tickMs = 1_000

/** Starts a practice server. Throws a Problem ('unavailable') when it cannot listen. */
export async function startPracticeServer(options: PracticeServerOptions): Promise<PracticeServer> {
  const { name, host = '127.0.0.1', clock = systemClock, random = Math.random } = options
  const secret = options.secret instanceof Secret ? options.secret : new Secret(options.secret)
  const node = createNode(options, secret, clock, random)
  const injections = createInjections(random)
  const requests: ReceivedRequest[] = []

  const port = { number: options.port ?? 0 }
  let http = await listen()
  const timer = clock === systemClock ? setInterval(() => void tick(), tickMs).unref() : undefined

  return {
    ...createControls(node),
    name,
    secret,
    requests,
    get url() {
      return `http://${host.includes(':') ? `[${host}]` : host}:${port.number}/bigbluebutton/api`
    },
    get quirks() {
      return node.quirks
    },
    set quirks(quirks) {
      node.quirks = quirks
    },
    hooks: () => node.webhooks.list(),
    forgetHooks() {
      for (const { id } of node.webhooks.list()) node.webhooks.remove(id)
    },
    inject: injections.add,
    clearInjections: injections.clear,
    tick,
    stop,
    async restart({ keepMeetings = true } = {}) {
      await stop()
      if (!keepMeetings) node.state = emptyState(node.state.recordings)
      http = await listen()
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await stop()
      await node.callbacks.close()
      await node.webhooks.close()
    },
  }

  async function tick(): Promise<void> {
    sweep(node)
    await node.callbacks.settle()
    await node.webhooks.settle()
  }

  async function listen() {
    const server = createHttp(node, injections, requests)
    server.listen(port.number, host)
    await once(server, 'listening').catch((cause: unknown) => {
      throw new Problem('unavailable', `practice server ${name} cannot listen on ${host}:${port.number}`, {
        hint: 'another program may use that port; choose another one',
        cause,
      })
    })
    port.number = (server.address() as AddressInfo).port
    return server
  }

  async function stop(): Promise<void> {
    if (!http.listening) return
    const closed = once(http, 'close')
    http.close()
    http.closeAllConnections()
    await closed
  }
}

function createNode(options: PracticeServerOptions, secret: Secret, clock: Clock, random: () => number): Node {
  const profile = profiles[options.profile ?? '3.0']
  return {
    name: options.name,
    secret: secret.reveal(),
    profile,
    allowed: options.allowedAlgorithms ?? profile.algorithms,
    clock,
    random,
    quirks: options.quirks ?? {},
    state: emptyState(),
    webhooks: createWebhooks({ clock, secret: secret.reveal(), domain: options.name }),
    callbacks: createCallbacks({ clock, secret: secret.reveal(), retries: options.callbackRetries ?? usualRetries }),
  }
}
