import { expect } from 'vitest'
import { createHashing } from '../src/people/hashing.ts'
import { setPassword } from '../src/people/passwords.ts'
import { addPerson, type NewPerson, type Person } from '../src/people/people.ts'
import type { Rig } from './rig.ts'

/** A browser without scripts: it keeps cookies, follows no redirect by itself, and fills in the forms that it is shown. */
export interface Visitor {
  readonly cookies: Map<string, string>
  /** The attributes with which each cookie was set last. */
  readonly attributes: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Shown>
  /** Fills in the form on the page that was shown last, and sends it to where that leads. */
  submit(fields: Record<string, string>, headers?: Record<string, string>): Promise<Shown>
  /** What the form on the page that was shown last proves itself with. */
  proof(): string
  /** Sends a form that no page has shown. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Shown>
}

export interface Shown {
  readonly status: number
  readonly text: string
  readonly heading: string
  readonly location: string | undefined
  readonly headers: Headers
}

export function visitor(base: string): Visitor {
  const cookies = new Map<string, string>()
  const attributes = new Map<string, string>()
  let last = ''
  let lastPath = '/'

  const send = async (path: string, init: RequestInit): Promise<Shown> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { 'x-forwarded-for': '198.51.100.7', cookie, ...(init.headers as Record<string, string>) }
    const response = await fetch(new URL(path, base), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split('; ')
      const [name = '', value = ''] = pair.split('=')
      attributes.set(name, rest.join('; '))
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await response.text()
    last = text
    lastPath = path
    const heading = /<h1>([^<]*)<\/h1>/.exec(text)?.[1] ?? ''
    const location = response.headers.get('location') ?? undefined
    return { status: response.status, text, heading, location, headers: response.headers }
  }
  const post: Visitor['post'] = (path, fields, headers = {}) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields), headers })

  return {
    cookies,
    attributes,
    proof: () => /name="proof" value="([^"]+)"/.exec(last)?.[1] ?? '',
    get: (path, headers = {}) => send(path, { headers }),
    post,
    async submit(fields, headers) {
      const action = /<form method="post" action="([^"]+)"/.exec(last)?.[1]
      expect(action, `no form on ${lastPath}`).toBeDefined()
      const hidden = last.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
      const given = Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]))
      return await post(action ?? '', { ...given, ...fields }, headers)
    },
  }
}

const hashing = createHashing()

/** Makes an account with a password. */
export async function addAccount(
  { app }: Rig,
  wanted: Partial<NewPerson> & { name: string; email: string; password: string },
): Promise<Person> {
  const { clock, database } = app.gateway.context
  const { password, ...person } = wanted
  const hash = await hashing.hash(password)
  return await database.transact(async (tx) => {
    const added = await addPerson(
      { clock, database },
      tx,
      { organisation: 'main', role: 'member', status: 'active', ...person },
      'local:test',
    )
    await setPassword({ clock }, tx, added.id, hash)
    return added
  })
}

/** Signs in by the form, and gives what came of it. */
export async function signInBy(browser: Visitor, email: string, password: string, path = '/sign-in'): Promise<Shown> {
  await browser.get(path)
  return await browser.submit({ email, password })
}
