import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config/config.ts'
import { inspectConfig } from '../../config/load.ts'
import type { SecretPlaces } from '../../config/secrets.ts'
import { Problem } from '../../lib/problem.ts'
import { findConflicts } from '../../machines/conflicts.ts'
import { createHistory, type History, noHistory } from '../../reconcile/history.ts'
import { describeClaim } from '../../reconcile/lock.ts'
import { plan } from '../../reconcile/plan.ts'
import { type Look, toLook } from '../../reconcile/record.ts'
import type { Try, Watch } from '../../reconcile/watch.ts'
import { type Infrastructure, type Overrides, openInfrastructure } from './open.ts'

/** What this computer remembers of plans and applies. */
export function openHistory(dataDir: string): History {
  return createHistory(join(dataDir, 'machines'))
}

/** The same of what was only practised, which is not to be taken for what it remembers of the real machines. */
export function openPractised(dataDir: string): History {
  return openHistory(join(dataDir, 'practice'))
}

/** Where a running program finds what its machines need. */
export interface WatchPlaces extends SecretPlaces {
  /** The file that was read at the start, as messages call it. */
  readonly file: string
  /** Where that file is, to be read again before each look; without it the configuration of the start holds. */
  readonly path?: string | undefined
}

/** What a running program can say about the machines of its file. One look at a time: who asks meanwhile gets the same. */
export function openWatch(config: Config, places: WatchPlaces, now: () => number, overrides: Overrides = {}): Watch {
  const history = openHistory(places.dataDir)
  let tried: Try | undefined
  let running: Promise<Look> | undefined

  const lookOnce = async (signal: AbortSignal) => {
    await using infrastructure = await openInfrastructure(await readAgain(config, places), places, overrides)
    await requireNobodyApplies(infrastructure)
    const planned = await plan(infrastructure.managed, { signal })
    const look = toLook(planned, { at: now(), who: infrastructure.claim.who, file: places.file })
    await history.keepLook(look)
    return look
  }

  const look = async (signal: AbortSignal) => {
    try {
      const seen = await lookOnce(signal)
      tried = { at: now() }
      return seen
    } catch (failure) {
      // Whoever went away says nothing about the machines.
      if (!signal.aborted) tried = { at: now(), failure }
      throw failure
    } finally {
      running = undefined
    }
  }

  return {
    history,
    hosts: config.hosts.filter(({ proxmox }) => proxmox).length,
    every: config.drift.every,
    look: (signal) => {
      running ??= look(signal)
      return running
    },
    lastTry: () => tried,
  }
}

/** For a program without a data folder: it remembers nothing and sees nothing. */
export const blind: Watch = {
  history: noHistory,
  hosts: 0,
  every: 0,
  look: async () => {
    throw new Problem('unavailable', 'this program has no data folder in which secrets could be')
  },
  lastTry: () => undefined,
}

/** The file as it is now: the machines were perhaps declared otherwise, and applied, since the program started. */
async function readAgain(config: Config, { file, path }: WatchPlaces): Promise<Config> {
  if (path === undefined) return config
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Problem('unavailable', `${file} cannot be read any more`, { hint: 'is it where it was?', cause })
  })
  const { config: read, problems } = inspectConfig(file, text, [findConflicts])
  if (read) return read
  const message = `${file} has mistakes, so that nobody can say what should be`
  throw new Problem('refused', message, { hint: `see: mycel check ${file}`, cause: problems[0] })
}

async function requireNobodyApplies({ lock, isAlive }: Infrastructure): Promise<void> {
  const holder = await lock.holder()
  if (!holder || (await isAlive(holder)) === false) return
  const hint = 'look again when that has ended'
  throw new Problem('locked', `somebody applies at the moment, ${describeClaim(holder)}`, { hint })
}
