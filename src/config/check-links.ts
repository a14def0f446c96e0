import { Problem } from '../lib/problem.ts'
import type { Locate } from './document.ts'
import { collect } from './raw.ts'
import { quote, spellPath } from './wording.ts'

/** At a host of links every path is a keyword, so nothing else can be reached there. */
export function checkLinkHosts(root: unknown, locate: Locate): Problem[] {
  const others = [
    ...collect(root, ['web', 'url']).map(({ path, value }) => ({ path, host: hostOf(value) })),
    ...collect(root, ['meetings', 'organisations', '*', 'hosts', '*']).map(({ path, value }) => {
      return { path, host: value.toLowerCase() }
    }),
  ]
  return collect(root, ['links', 'hosts', '*']).flatMap(({ path, value }) => {
    const other = others.find(({ host }) => host === value.toLowerCase())
    if (!other) return []
    const message = `the host ${quote(value)} cannot be that of links and reach something else as well`
    const hint = `it is on line ${locate(other.path).line} too; give the links a host name of their own, or none: /l/ works without`
    return [new Problem('conflict', message, { hint, at: locate(path), path: spellPath(path) })]
  })
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}
