import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import { storableText, type Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { type DestinationFault, faultOf, holdsPassword } from './destination.ts'
import { recordLinkChange } from './history.ts'
import { foldKeyword, isKeyword } from './keyword.ts'
import { type Link, portalSource, type Row, type SourceRows, type Visibility } from './link.ts'
import type { LinkParts } from './parts.ts'
import { lockOwnRow } from './store.ts'
import { buildTable, createAliasReader } from './table.ts'

/** What is said of a link; what is missing stays, or is usual for a new one. */
export interface LinkWish {
  readonly destination?: string | undefined
  readonly visibility?: Visibility | undefined
  readonly note?: string | undefined
  /** The id of a person; null for nobody. */
  readonly owner?: string | null | undefined
}

/**
 * Adds a link of our own. Throws Problem 'conflict' when the keyword is taken, also by a retired link: `replace` takes it all
 * the same. 'invalid' when keyword or address cannot be used, 'refused' when a source that wins has the keyword.
 */
export async function addLink(
  parts: LinkParts,
  typed: string,
  wish: LinkWish & { readonly destination: string },
  actor: string,
  replace = false,
): Promise<Link> {
  const keyword = requireKeyword(typed)
  refuseForeign(parts, keyword)
  const known = parts.live.table.find(keyword)
  if (known && !replace) throw taken(known)
  // What was said of a link that is retired is not said of the one that takes its keyword.
  const isFresh = parts.live.ownRow(keyword)?.destination === ''
  const whole = isFresh ? { visibility: parts.settings.visibility, note: '', ...defined(wish) } : wish
  return await put(parts, keyword, whole, actor, (before) => {
    if (before && !replace) throw taken({ ...before, source: portalSource })
  })
}

/** Changes a link of our own, or covers one of a source where ours win. Throws Problem as `addLink`, and 'not-found'. */
export async function changeLink(parts: LinkParts, typed: string, wish: LinkWish, actor: string): Promise<Link> {
  const keyword = foldKeyword(typed)
  const known = requireLink(parts, keyword)
  refuseForeign(parts, keyword)
  const { destination, visibility, note } = known
  return await put(parts, keyword, { destination, visibility, note, ...defined(wish) }, actor)
}

/** Retires a link: its keyword stays taken, and whoever follows it is told that it is no more. Throws as `changeLink`. */
export async function retireLink(
  parts: LinkParts,
  typed: string,
  note: string | undefined,
  actor: string,
): Promise<Link> {
  return await changeLink(parts, typed, { destination: '', note }, actor)
}

/**
 * Takes our row away, so that the keyword is free, or is again what a source says. Throws Problem 'not-found' when there
 * is none.
 */
export async function forgetLink(parts: LinkParts, typed: string, actor: string): Promise<void> {
  const keyword = foldKeyword(typed)
  await parts.database.transact(async (tx) => {
    const before = await lockOwnRow(tx, keyword)
    if (!before) throw noLink(keyword)
    await tx.deleteFrom('links').where('keyword', '=', keyword).execute()
    await note(parts, tx, { keyword, actor, before, after: undefined, action: 'link.forget' })
  })
  await parts.live.reload()
}

/** The link as it is served. Throws Problem 'not-found'. */
export function requireLink({ live }: Pick<LinkParts, 'live'>, typed: string): Link {
  const link = live.table.find(foldKeyword(typed))
  if (link) return link
  throw noLink(typed)
}

function noLink(keyword: string): Problem {
  return new Problem('not-found', `there is no link ${keyword}`, { hint: 'see: mycel link list' })
}

function taken({ keyword, destination, source }: Pick<Link, 'keyword' | 'destination' | 'source'>): Problem {
  const what = destination === '' ? 'is a retired link, which may still be in use' : 'is taken'
  const hint = source === portalSource ? 'say "replace" if it is meant all the same' : `it comes from ${source}`
  return new Problem('conflict', `the keyword ${keyword} ${what}`, { hint })
}

/** The keyword as it is kept. Throws Problem 'invalid'. */
export function requireKeyword(typed: string): string {
  const keyword = foldKeyword(typed)
  if (isKeyword(keyword)) return keyword
  throw new Problem('invalid', `keyword: ${JSON.stringify(typed)} cannot be a keyword`, {
    hint: 'use letters, digits, ".", "_" and "-", not at the ends, at most 80',
  })
}

/** What a source says is changed where it is kept, unless what we say wins. */
function refuseForeign({ live, settings }: LinkParts, keyword: string): void {
  const link = live.table.find(keyword)
  if (!link || link.source === portalSource || settings.portalWins) return
  throw new Problem('refused', `the link ${keyword} comes from ${link.source}`, {
    hint: 'change it there, or let the portal win with links: { precedence: portal } in coop.yaml',
  })
}

const faults: Readonly<Record<DestinationFault, string>> = {
  noAddress: 'is no address; begin with https://',
  scheme: 'is no address that browsers are sent to',
  tooLong: 'is too long',
  blank: 'holds a blank',
}

/**
 * Throws Problem 'invalid' for what a browser is not sent to, and for a link that would not lead anywhere. `together` are rows
 * that come with it.
 */
export function requireDestination({ live, settings }: LinkParts, row: Row, together: readonly Row[] = []): void {
  const { keyword, destination, visibility } = row
  if (destination === '') return
  const isAlias = createAliasReader(settings)(destination) !== undefined
  const fault = isAlias ? undefined : faultOf(destination)
  if (fault) throw new Problem('invalid', `destination: what ${keyword} leads to ${faults[fault]}`)
  if (visibility === 'public' && holdsPassword(destination)) {
    throw new Problem('invalid', `visibility: the address of ${keyword} holds a password, so it cannot be public`, {
      hint: 'make it unlisted',
    })
  }
  if (!isAlias) return
  const ours: SourceRows = { source: portalSource, rows: [row, ...together] }
  const outcome = buildTable([ours, ...live.sources], settings).find(keyword)?.outcome
  if (outcome?.kind === 'loop') throw new Problem('invalid', `destination: ${keyword} would lead back to itself`)
  if (outcome?.kind === 'dangling') {
    throw new Problem('invalid', `destination: there is no link ${outcome.keyword} to lead to`)
  }
}

/** Writes our row of a keyword, and serves it before it is answered. */
async function put(
  parts: LinkParts,
  keyword: string,
  wish: LinkWish,
  actor: string,
  permit: (before: Row | undefined) => void = () => {},
): Promise<Link> {
  await parts.database.transact(async (tx) => {
    const before = await lockOwnRow(tx, keyword)
    permit(before)
    await putIn(parts, tx, { keyword, before, wish, actor })
  })
  await parts.live.reload()
  return requireLink(parts, keyword)
}

interface Putting {
  readonly keyword: string
  readonly before: Row | undefined
  readonly wish: LinkWish
  readonly actor: string
  /** Whether what it leads to was looked at already. */
  readonly isChecked?: boolean
}

/** The same, in a transaction of the caller's, who reloads afterwards. */
export async function putIn(
  parts: LinkParts,
  tx: Kysely<Tables>,
  { keyword, before, wish, actor, isChecked }: Putting,
): Promise<void> {
  const owner = wish.owner === undefined ? before?.owner : (wish.owner ?? undefined)
  const row: Row = {
    keyword,
    destination: (wish.destination ?? before?.destination ?? '').trim(),
    visibility: wish.visibility ?? before?.visibility ?? parts.settings.visibility,
    note: storableText((wish.note ?? before?.note ?? '').trim()),
    owner,
    line: undefined,
  }
  if (!isChecked) requireDestination(parts, row)
  if (owner !== undefined && owner !== before?.owner) await requireOwner(parts, tx, owner)
  const now = parts.clock.now()
  const { destination, visibility } = row
  const values = { destination, visibility, note: row.note, owner: owner ?? null, changed_at: now }
  await tx
    .insertInto('links')
    .values({ keyword, created_at: now, ...values })
    .onConflict((conflict) => conflict.column('keyword').doUpdateSet(values))
    .execute()
  const action = !before ? 'link.add' : destination === '' ? 'link.retire' : 'link.change'
  await note(parts, tx, { keyword, actor, before, after: row, action })
}

async function requireOwner({ settings }: LinkParts, tx: Kysely<Tables>, owner: string): Promise<void> {
  const account = await tx
    .selectFrom('people')
    .select(['organisation', 'status'])
    .where('id', '=', owner)
    .executeTakeFirst()
  if (account && account.organisation === settings.organisation && account.status !== 'erased') return
  throw new Problem('invalid', `owner: the organisation of the links has no account ${owner}`)
}

interface Noting {
  readonly keyword: string
  readonly actor: string
  readonly before: Row | undefined
  readonly after: Row | undefined
  readonly action: string
}

async function note({ clock, settings }: LinkParts, tx: Kysely<Tables>, noting: Noting): Promise<void> {
  const { keyword, actor, before, after, action } = noting
  const change = { keyword, at: clock.now(), actor, source: portalSource }
  await recordLinkChange(tx, [{ ...change, before: before?.destination, after: after?.destination }])
  const details = { changed: changedOf(before, after) }
  const { organisation } = settings
  await recordChange({ clock }, tx, { actor, action, subject: keyword, organisation, details })
}

/** The names of what differs; not the addresses, which may hold passwords. */
function changedOf(before: Row | undefined, after: Row | undefined): string[] {
  if (!before || !after) return []
  return (['destination', 'visibility', 'note', 'owner'] as const).filter((name) => before[name] !== after[name])
}

function defined(wish: LinkWish): LinkWish {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
}
