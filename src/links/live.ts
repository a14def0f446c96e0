import { portalSource, type Row, type SourceRows } from './link.ts'
import { lintLinks, sortFindings } from './lint/lint.ts'
import { createNear } from './near.ts'
import type { LinkSettings, LiveLinks } from './parts.ts'
import { createSource, type Source, type SourceOptions, type SourceParts } from './sources/source.ts'
import { lastChange, readOwnRows } from './store.ts'
import { buildTable, type Table } from './table.ts'

/** The links in memory, and what keeps them up with their sources until it is disposed of. */
export interface RunningLinks extends LiveLinks, AsyncDisposable {
  /** Begins to look at the sources. */
  start(): void
}

/** How often it is asked whether a source is due, and whether another process changed a link. Milliseconds. */
const turnMs = 1000
const comparedMs = 5000

/**
 * Opens the links: those kept in the database first, among them the last good text of each source, so that nothing waits for
 * a source that does not answer. What was never read is read now.
 */
export async function openLive(
  parts: SourceParts,
  settings: LinkSettings,
  options: readonly SourceOptions[],
): Promise<RunningLinks> {
  const sources = options.map((one) => createSource(parts, one))
  await Promise.all(sources.map((source) => source.recall()))
  const live = createLive(parts, settings, sources)
  await live.reload()
  await live.begin()
  return live
}

function createLive(parts: SourceParts, settings: LinkSettings, sources: readonly Source[]) {
  const listeners: ((table: Table) => void)[] = []
  let own: ReadonlyMap<string, Row> = new Map()
  let seen = 0
  let comparedAt = 0
  let rows: readonly SourceRows[] = []
  let table = buildTable([], settings)
  let near = createNear(table)
  let timer: NodeJS.Timeout | undefined
  let turning: Promise<void> | undefined

  const rebuild = () => {
    const others = sources.map(({ state, table: { rows: read } }) => ({ source: state.name, rows: read }))
    const ours = { source: portalSource, rows: [...own.values()] }
    rows = settings.portalWins ? [ours, ...others] : [...others, ours]
    table = buildTable(rows, settings)
    near = createNear(table)
    for (const tell of listeners) tell(table)
  }
  const look = async (some: readonly Source[]) => {
    const changed = await Promise.all(some.map((source) => source.look()))
    if (changed.includes(true)) rebuild()
  }
  const reload = async () => {
    seen = await lastChange(parts.database)
    own = new Map((await readOwnRows(parts.database)).map((row) => [row.keyword, row]))
    rebuild()
  }
  const turn = async () => {
    const now = parts.clock.now()
    await look(sources.filter(({ state }) => state.nextAt <= now))
    if (Math.abs(now - comparedAt) < comparedMs) return
    comparedAt = now
    if ((await lastChange(parts.database)) !== seen) await reload()
  }
  return {
    get table() {
      return table
    },
    get near() {
      return near
    },
    get sources() {
      return rows
    },
    get states() {
      return sources.map(({ state }) => state)
    },
    onTable: (tell: (table: Table) => void) => void listeners.push(tell),
    ownRow: (keyword: string) => own.get(keyword),
    findings: () =>
      sortFindings(
        [...sources.flatMap(({ table: { findings } }) => findings), ...lintLinks(rows, table)],
        rows.map(({ source }) => source),
      ),
    reload,
    refresh: () => look(sources),
    /** Waits for what there is nothing of yet, a little. */
    begin: () => look(sources.filter(({ state }) => state.readAt === undefined)),
    start() {
      timer = setInterval(() => {
        turning ??= turn()
          .catch((error: unknown) =>
            parts.log.warn({ err: error }, 'the links could not be compared with the database'),
          )
          .finally(() => {
            turning = undefined
          })
      }, turnMs)
      timer.unref()
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await turning
    },
  }
}
