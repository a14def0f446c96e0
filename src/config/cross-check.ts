import { Problem } from '../lib/problem.ts'
import { checkLinkHosts } from './check-links.ts'
import { checkPeople } from './check-people.ts'
import type { Locate } from './document.ts'
import { parseServerAddress } from './fields.ts'
import { checkTree } from './organisation-tree.ts'
import { collect, type Entry } from './raw.ts'
import { checkReferences } from './references.ts'
import { nearest, type Path, quote, spellPath } from './wording.ts'

/**
 * Finds what contradicts itself between two places: the same server, organisation, host or secret twice.
 * Takes the raw document, so that it also works while other mistakes are still in the file.
 */
export function crossCheck(root: unknown, locate: Locate): Problem[] {
  const servers = ['meetings', 'servers', '*'] as const
  const organisations = ['meetings', 'organisations', '*'] as const
  const urls = collect(root, [...servers, 'url']).map(normaliseUrl)
  const sameUrl = repeated(urls)
  const ids = serverIds(root, urls).filter((id) => !sameUrl.some(([second]) => sameEntry(second.path, id.path)))
  const secrets = collect(root, [...organisations, 'secrets', '*'])
  const hosts = collect(root, [...organisations, 'hosts', '*']).map(lowerCase)
  const report = (pairs: readonly Pair[], message: (entry: Entry) => string, hint: string) =>
    pairs.map(([second, first]) => explainPair(second, first, message(second), hint, locate))
  return [
    ...report(sameUrl, () => 'this server is in the list already', 'remove one of them'),
    ...report(
      repeated(ids),
      ({ value }) => `a second server has the id ${quote(value)}`,
      'give one of them another id',
    ),
    ...report(
      repeated(collect(root, [...organisations, 'id'])),
      ({ value }) => `a second organisation has the id ${quote(value)}`,
      'give one of them another id',
    ),
    ...report(
      repeated(hosts).filter(betweenEntries),
      ({ value }) => `the host ${quote(value)} belongs to another organisation already`,
      'leave it with one of them',
    ),
    ...report(
      repeated(secrets).filter(betweenEntries),
      () => 'another organisation has the same secret, so calls cannot be told apart',
      'give each its own',
    ),
    ...report(
      repeated(collect(root, ['chat', 'rooms', '*', 'id'])),
      () => 'this room is in the list already',
      'remove one of them',
    ),
    ...others.flatMap((check) => check(root, locate)),
  ]
}

const others = [checkTree, unknownOrganisations, checkPeople, checkReferences, checkLinkHosts]

/** An organisation that is not in the file may have been added at run time, but what is declared must not depend on that. */
function unknownOrganisations(root: unknown, locate: Locate): Problem[] {
  const ids = collect(root, ['meetings', 'organisations', '*', 'id']).map(({ value }) => value)
  const report = (path: Path, purpose: string) =>
    collect(root, path)
      .filter(({ value }) => !ids.includes(value))
      .map((entry) => {
        const guess = nearest(entry.value, ids)
        const hint = guess ? `did you mean "${guess}"?` : 'declare it among the organisations'
        const message = `there is no organisation ${quote(entry.value)} to ${purpose}`
        return new Problem('invalid', message, { hint, at: locate(entry.path), path: spellPath(entry.path) })
      })
  return [
    ...report(['meetings', 'servers', '*', 'owner'], 'own a server'),
    ...report(['links', 'organisation'], 'look after links'),
  ]
}

type Pair = readonly [second: Entry, first: Entry]

function serverIds(root: unknown, urls: readonly Entry[]): Entry[] {
  const given = collect(root, ['meetings', 'servers', '*', 'id'])
  const derived = urls.filter(({ path, value }) => URL.canParse(value) && !given.some((id) => sameEntry(id.path, path)))
  return [...given, ...derived.map(({ path, value }) => ({ path, value: new URL(value).host }))]
}

function normaliseUrl(entry: Entry): Entry {
  try {
    return { ...entry, value: parseServerAddress(entry.value) }
  } catch {
    // What is wrong with the address is reported where it is read; here it is compared as written.
    return entry
  }
}

function lowerCase({ path, value }: Entry): Entry {
  return { path, value: value.toLowerCase() }
}

function repeated(entries: readonly Entry[]): Pair[] {
  const first = new Map<string, Entry>()
  const pairs: Pair[] = []
  for (const entry of entries.toSorted((a, b) => entryIndex(a.path) - entryIndex(b.path))) {
    const earlier = first.get(entry.value)
    if (earlier) pairs.push([entry, earlier])
    else first.set(entry.value, entry)
  }
  return pairs
}

function betweenEntries([second, first]: Pair): boolean {
  return !sameEntry(second.path, first.path)
}

function sameEntry(one: Path, other: Path): boolean {
  return entryIndex(one) === entryIndex(other)
}

/** Which server or organisation of the list a path leads into. */
function entryIndex(path: Path): number {
  return path.find((step) => typeof step === 'number') ?? -1
}

function explainPair(second: Entry, first: Entry, message: string, advice: string, locate: Locate): Problem {
  const hint = `the first is on line ${locate(first.path).line}; ${advice}`
  return new Problem('conflict', message, { hint, at: locate(second.path), path: spellPath(second.path) })
}
