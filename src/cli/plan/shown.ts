import { dangers, namedForNothing } from '../../reconcile/dangers.ts'
import type { Plan } from '../../reconcile/plan.ts'
import { toLook } from '../../reconcile/record.ts'
import { describeDangers, describePlan } from '../../reconcile/words.ts'
import { print, type Terminal } from '../terminal.ts'
import type { Opened } from './opened.ts'

/** Prints a plan for people, with what speaks against it and what was named in vain. */
export function showPlan(planned: Plan, destroy: ReadonlySet<string>, terminal: Terminal): void {
  print(terminal, ...describePlan(planned))
  const found = dangers(planned, destroy)
  if (found.length > 0) print(terminal, '', ...describeDangers(found))
  for (const name of namedForNothing(planned, destroy)) {
    terminal.err.write(`note: --destroy ${name} names nothing that this plan destroys\n`)
  }
}

/** Remembers what was seen, for the portal and for drift. A history that cannot be written spoils no plan. */
export async function keepLook(
  { history, file, infrastructure }: Opened,
  planned: Plan,
  terminal: Terminal,
): Promise<void> {
  const look = toLook(planned, { at: terminal.now(), who: infrastructure.claim.who, file: file.shown })
  await history.keepLook(look).catch((error: unknown) => {
    terminal.err.write(`note: this look could not be written down: ${error instanceof Error ? error.message : error}\n`)
  })
}
