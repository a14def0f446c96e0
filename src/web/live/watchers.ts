import type { Caller } from '../caller.ts'
import { type Difference, differences, type LiveChange, nothingYet, type Picture, shown } from './picture.ts'

/** Somebody who looks at a live page. */
export interface Watcher {
  readonly caller: Pick<Caller, 'actor' | 'may'>
  /** Sends an event; gives whether there is room for another. */
  send(name: EventName, change: LiveChange): boolean
}

export type EventName = 'snapshot' | 'change'

export interface Watching {
  /** There is room again: what was missed is made good by a snapshot. */
  catchUp(): void
  end(): void
}

export interface Watchers {
  readonly size: number
  /** How many one caller has. */
  countOf(actor: string): number
  /** Sends a snapshot now and changes from now on. */
  add(watcher: Watcher): Watching
  /** Looks for changes and sends each watcher what they may see of them. */
  tick(): void
}

/** Those who watch this process. However much happens between two ticks, a watcher is sent one event. */
export function createWatchers(draw: () => Picture, now: () => number): Watchers {
  const watchers = new Set<Watcher>()
  const behind = new Set<Watcher>()
  let current = nothingYet

  const at = () => new Date(now()).toISOString()
  const note = (watcher: Watcher, hasRoom: boolean) => void (hasRoom || behind.add(watcher))
  const sendSnapshot = (watcher: Watcher) => {
    const everything = shown(differences(nothingYet, current), watcher.caller, at())
    note(watcher, watcher.send('snapshot', everything ?? { at: at(), ...empty }))
  }
  const sendChange = (watcher: Watcher, difference: Difference) => {
    const change = shown(difference, watcher.caller, at())
    if (change) note(watcher, watcher.send('change', change))
  }

  return {
    get size() {
      return watchers.size
    },
    countOf: (actor) => [...watchers].filter(({ caller }) => caller.actor === actor).length,
    add(watcher) {
      if (watchers.size === 0) current = draw()
      watchers.add(watcher)
      sendSnapshot(watcher)
      return {
        catchUp() {
          if (behind.delete(watcher)) sendSnapshot(watcher)
        },
        end() {
          watchers.delete(watcher)
          behind.delete(watcher)
        },
      }
    },
    tick() {
      if (watchers.size === 0) return
      const next = draw()
      const difference = differences(current, next)
      current = next
      for (const watcher of watchers) if (!behind.has(watcher)) sendChange(watcher, difference)
    },
  }
}

const none = { put: [], gone: [] }
const empty = { servers: none, meetings: none, organisations: none }
