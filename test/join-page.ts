import { setTimeout as wait } from 'node:timers/promises'

/** A page as a browser got it. */
export interface Page {
  readonly status: number
  readonly html: string
  readonly headers: Headers
  /** Where it led on to at once. */
  readonly location: string | undefined
  /** After how many seconds it asks to be loaded again. */
  readonly again: number | undefined
}

/** Opens one address and follows nothing. */
export async function openPage(url: string, language = 'en'): Promise<Page> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { accept: 'text/html', 'accept-language': language },
  })
  const html = await response.text()
  const again = /<meta http-equiv="refresh" content="(\d+)">/.exec(html)?.[1]
  return {
    status: response.status,
    html,
    headers: response.headers,
    location: response.headers.get('location') ?? undefined,
    again: again === undefined ? undefined : Number(again),
  }
}

/**
 * Sits before a page and does nothing, as people do: only the page's own refreshes and redirects are followed, until it
 * leads to another site. Gives that address, and every heading that was seen. A second passes in `secondMs`.
 */
export async function sitBefore(url: string, secondMs = 1000): Promise<{ arrived: string; seen: string[] }> {
  const seen: string[] = []
  for (let address = url, i = 0; i < 100; i++) {
    const page = await openPage(address)
    if (page.location !== undefined) {
      const next = new URL(page.location, address)
      if (next.origin !== new URL(url).origin) return { arrived: next.href, seen }
      address = next.href
      continue
    }
    const heading = /<h1>(.*?)<\/h1>/.exec(page.html)?.[1] ?? ''
    if (seen.at(-1) !== heading) seen.push(heading)
    if (page.again === undefined) throw new Error(`the page does not go on by itself: ${heading}`)
    await wait(page.again * secondMs)
  }
  throw new Error('the page refreshed itself a hundred times and led nowhere')
}
