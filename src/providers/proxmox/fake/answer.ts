import { findMethod } from './calls/methods.ts'
import { sleep } from './engine.ts'
import { type Fault, nextFault } from './faults.ts'
import { badParameters, Refusal } from './refusal.ts'
import { type Access, judgeFor, verifyToken } from './rights.ts'
import { check } from './rules.ts'
import type { World } from './world.ts'

/** A request as it comes over HTTP: the path with its query, the headers in lower case. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** What goes back; `broken` when the connection is cut instead. */
export interface Reply {
  readonly status: number
  readonly reason: string
  readonly body: string
  readonly broken?: boolean
}

const prefix = /^\/api2\/(json|extjs)(?=\/|$)/
const authDelayMs = 3_000

/** Answers as pveproxy does: who is it, may they, are the parameters right; then it does it, or says why not. */
export async function answer(world: World, request: Request): Promise<Reply> {
  const [rawPath = '', query = ''] = request.path.split('?', 2)
  const path = rawPath.replace(prefix, '') || '/'
  const call = `${request.method} ${path}`
  world.calls.push(call)
  const fault = nextFault(world.faults, call)
  if (fault?.effect === 'before') return broken
  try {
    if (!prefix.test(rawPath)) throw new Refusal(404, `no such file '${rawPath}'`)
    refuse(fault)
    const data = await handle(world, request, path, query)
    return fault?.effect === 'after'
      ? broken
      : { status: 200, reason: 'OK', body: JSON.stringify({ data: data ?? null }) }
  } catch (error) {
    const reply = await refusal(world, error)
    return fault?.effect === 'after' ? broken : reply
  }
}

const broken: Reply = { status: 0, reason: '', body: '', broken: true }

function refuse(fault: Fault | undefined): void {
  if (typeof fault?.effect === 'object') throw new Refusal(fault.effect.status, fault.effect.message)
}

async function handle(world: World, request: Request, path: string, query: string): Promise<unknown> {
  const found = findMethod(world.profile.major, request.method, path)
  const isTicket = path === '/access/ticket'
  const who = isTicket ? (request.headers['authorization'] ?? '') && identify(world, request) : identify(world, request)
  if (!found) throw new Refusal(501, `Method '${request.method} ${path}' not implemented`)
  const { method, inPath } = found
  const node = inPath['node']
  if (node !== undefined && world.nodes.get(node)?.isOnline === false) throw new Refusal(595, 'No route to host')

  const asked = { ...parametersOf(request, query), ...inPath }
  const judge = judgeFor(world.access, { poolOf: (vmid) => world.guests.get(vmid)?.pool }, who)
  method.allow?.(judge, asked, world.profile)
  const given = check(method.rules(world.profile, asked), asked)
  return await method.run({ world, who, judge, given })
}

function identify({ access, engine }: World, { method, headers }: Request): string {
  const nowSeconds = Math.floor(engine.now() / 1000)
  if (headers['authorization'] !== undefined) return verifyToken(access, headers['authorization'], nowSeconds)
  return verifyTicket(access, method, headers, nowSeconds)
}

function verifyTicket(access: Access, method: string, headers: Request['headers'], nowSeconds: number): string {
  const [, name = ''] = /(?:^|;\s*)PVEAuthCookie=([^;]+)/.exec(headers['cookie'] ?? '') ?? []
  const ticket = access.tickets.get(decodeURIComponent(name))
  if (!ticket) throw new Refusal(401, 'No ticket')
  if (ticket.until < nowSeconds) throw new Refusal(401, 'permission denied - invalid PVE ticket')
  if (method !== 'GET' && headers['csrfpreventiontoken'] !== ticket.csrf) {
    throw new Refusal(401, 'Permission denied - invalid csrf token')
  }
  return ticket.user
}

function parametersOf({ method, headers, body }: Request, query: string): Record<string, string> {
  const inQuery = Object.fromEntries(new URLSearchParams(query))
  if (method === 'GET' || method === 'DELETE' || body === '') return inQuery
  if (/^application\/json\b/.test(headers['content-type'] ?? '')) return { ...inQuery, ...parametersInJson(body) }
  return { ...inQuery, ...Object.fromEntries(new URLSearchParams(body)) }
}

function parametersInJson(body: string): Record<string, string> {
  try {
    const entries = Object.entries(Object(JSON.parse(body)))
    return Object.fromEntries(
      entries.map(([name, value]) => [name, value === true ? '1' : value === false ? '0' : String(value)]),
    )
  } catch {
    throw badParameters({ '': 'malformed JSON string' })
  }
}

async function refusal(world: World, error: unknown): Promise<Reply> {
  const refused =
    error instanceof Refusal ? error : new Refusal(500, `${error instanceof Error ? error.message : error}`)
  // Every failed sign-in is answered late.
  if (refused.status === 401) await world.complete(sleep(authDelayMs))
  const [reason = ''] = refused.message.split('\n')
  const body = {
    data: null,
    ...(refused.errors && { errors: refused.errors }),
    ...(world.profile.messageInBody && { message: `${refused.message}\n` }),
  }
  return { status: refused.status, reason, body: JSON.stringify(body) }
}
