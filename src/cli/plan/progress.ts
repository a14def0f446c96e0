import { Problem } from '../../lib/problem.ts'
import type { Event, Outcome } from '../../reconcile/apply.ts'
import type { Step, Verb } from '../../reconcile/kind.ts'
import { count } from '../show.ts'
import type { Terminal } from '../terminal.ts'

const past: Readonly<Record<Verb, string>> = {
  create: 'created',
  update: 'changed',
  replace: 'made anew',
  restart: 'restarted',
  delete: 'destroyed',
}

/**
 * Tells on standard error what happens: a line for every step that ended, and on a terminal a last line, written over again
 * and again, with what runs.
 */
export function createProgress(total: number, terminal: Terminal): (event: Event) => void {
  const { err } = terminal
  const running = new Map<string, { readonly since: number; readonly doing: string }>()
  let ended = 0

  const draw = () => {
    if (!err.isTTY) return
    const now = [...running].map(([ref, { doing }]) => `${ref}${doing === '' ? '' : ` ${doing}`}`).join(', ')
    const line = running.size === 0 ? '' : `${ended} of ${count(total, 'step')}; ${now}`
    err.write(`\r\u001b[K${line.slice(0, Math.max(err.columns - 1, 20))}`)
  }
  const say = (lines: readonly string[]) =>
    err.write(`${err.isTTY ? '\r\u001b[K' : ''}${lines.map((line) => `${line}\n`).join('')}`)

  return (event) => {
    const { ref } = event.step
    const since = running.get(ref)?.since ?? terminal.now()
    if (event.what === 'ended') {
      running.delete(ref)
      ended += 1
      if (event.outcome.result !== 'untouched') say(linesOf(event.step, event.outcome, terminal.now() - since))
    } else {
      running.set(ref, { since, doing: event.what === 'progress' ? event.doing : '' })
    }
    draw()
  }
}

function linesOf({ ref, verb }: Step, outcome: Outcome, ms: number): string[] {
  const seconds = `(${(ms / 1000).toFixed(1)} s)`
  switch (outcome.result) {
    case 'done':
      return [`  ok       ${ref} ${past[verb]} ${seconds}`, ...outcome.remarks.map((text) => `           ${text}`)]
    case 'failed':
      return [`  failed   ${ref}: ${describeFailure(outcome.error)}`, ...hintOf(outcome.error)]
    case 'skipped':
      return [`  skipped  ${ref}, because it needs ${outcome.because}`]
    case 'stopped':
      return [`  stopped  ${ref}, half-way ${seconds}`]
    case 'untouched':
      return []
  }
}

function describeFailure(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function hintOf(error: unknown): string[] {
  return error instanceof Problem && error.hint !== undefined ? [`           ${error.hint}`] : []
}
