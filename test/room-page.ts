import type { SignedIn } from './people.ts'

/** A page of a room as a browser got it. */
export interface Shown {
  readonly status: number
  readonly html: string
  readonly heading: string
  readonly location: string | undefined
  /** Where the page goes on to by itself at once. */
  readonly onward: string | undefined
  /** After how many seconds the page asks to be loaded again. */
  readonly again: number | undefined
}

type Who = Pick<SignedIn, 'headers'> | undefined

/** Opens an address as somebody's browser does, following nothing. */
export async function show(url: string, who?: Who): Promise<Shown> {
  return await read(await fetch(url, { redirect: 'manual', headers: { ...browser, ...cookieOf(who) } }))
}

/** Sends the form of a room's page; for somebody who is signed in with its hidden proof. */
export async function knock(url: string, fields: Readonly<Record<string, string>>, who?: Who): Promise<Shown> {
  const csrf = who ? { csrf: who.headers['x-mycel-csrf'] ?? '' } : {}
  const body = new URLSearchParams({ ...csrf, ...fields })
  return await read(
    await fetch(url, { method: 'POST', redirect: 'manual', body, headers: { ...browser, ...cookieOf(who) } }),
  )
}

/** Goes through what a browser goes through by itself, until it waits, is refused, or is led to another site. */
export async function follow(first: Shown, base: string, who?: Who): Promise<Shown> {
  let page = first
  for (let i = 0; i < 10; i++) {
    const next = page.location ?? page.onward
    if (next === undefined) return page
    const url = new URL(next, base)
    if (url.origin !== new URL(base).origin) return page
    page = await show(url.href, who)
  }
  throw new Error('redirected too often')
}

const browser = { accept: 'text/html', 'accept-language': 'en' }

function cookieOf(who: Who): Record<string, string> {
  return who ? { cookie: who.headers['cookie'] ?? '' } : {}
}

async function read(response: Response): Promise<Shown> {
  const html = await response.text()
  return {
    status: response.status,
    html,
    heading: /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '',
    location: response.headers.get('location') ?? undefined,
    onward: /http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&'),
    again: Number(/http-equiv="refresh" content="(\d+)"/.exec(html)?.[1]) || undefined,
  }
}
