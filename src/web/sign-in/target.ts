/** Where somebody goes who did not say where. */
export const usualTarget = '/portal/'

const longest = 2000

/** The path of ours that was asked for; the usual one for whatever leads, or might lead, to somebody else. */
export function safeTarget(asked: string): string {
  if (asked.length > longest || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes('\\')) return usualTarget
  const base = 'http://ours.invalid'
  if (!URL.canParse(asked, base)) return usualTarget
  const { origin, pathname, search, hash } = new URL(asked, base)
  // `/.//elsewhere` becomes `//elsewhere`.
  if (origin !== base || pathname.startsWith('//')) return usualTarget
  return pathname.startsWith('/sign-out') ? usualTarget : `${pathname}${search}${hash}`
}
