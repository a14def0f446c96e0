import type { Operations, Problem } from '../api.gen.ts'
import { readToken } from './operator.ts'
import { Failure } from './problem.ts'

type Part = 'params' | 'query' | 'body'

/** What an operation needs besides its name. */
export type Given<Name extends keyof Operations> = {
  readonly [Key in Part as undefined extends Operations[Name][Key] ? never : Key]: Operations[Name][Key]
} & { readonly [Key in 'query' | 'body']?: Operations[Name][Key] }

export type Answer<Name extends keyof Operations> = Operations[Name]['answer']

const proof = { csrf: '' }

/** Remembers what our own pages prove themselves with when they change something. */
export function keepProof(csrf: string): void {
  proof.csrf = csrf
}

/** Calls the REST API. Throws a Failure, also when there is no answer. */
export async function call<Name extends keyof Operations>(name: Name, given: Given<Name>): Promise<Answer<Name>> {
  const [method = '', path = ''] = name.split(' ')
  // As one of so many operations its type is more than the compiler can look at.
  const { params, query, body }: { readonly [Key in Part]?: Readonly<Record<string, unknown>> } = given as object
  const response = await request(addressOf(path, params, query), {
    method,
    headers: { ...headersOf(method), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (response.status === 204 ? null : await response.json()) as Answer<Name>
}

/** The headers by which the API knows who calls. */
export function headersOf(method: string): Record<string, string> {
  const token = readToken()
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  return method === 'GET' ? {} : { 'x-mycel-csrf': proof.csrf }
}

/** Makes a request to the API. Throws a Failure unless it succeeds. */
export async function request(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(`/api/v1${path}`, init).catch(() => {
    throw new Failure(0, { code: 'away', message: 'the server does not answer' })
  })
  if (response.ok) return response
  const problem = await response.json().catch(() => ({ code: 'bug', message: response.statusText }))
  throw new Failure(response.status, problem as Problem)
}

function addressOf(path: string, params: Readonly<Record<string, unknown>> = {}, query: object = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return search.size === 0 ? filled : `${filled}?${search}`
}
