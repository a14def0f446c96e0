import { Problem } from '../lib/problem.ts'
import type { Step } from './kind.ts'

/**
 * Dependencies first; what is deleted comes last and backwards, unless something waits for it, so that a rule goes before
 * the machine that it is about. Throws Problem 'invalid' when steps wait for each other in a circle.
 */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  const byRef = new Map(steps.map((step) => [step.ref, step]))
  const sorted = new Set<Step>()

  const visit = (step: Step, path: readonly string[]) => {
    if (sorted.has(step)) return
    if (path.includes(step.ref)) throw circular([...path.slice(path.indexOf(step.ref)), step.ref])
    for (const ref of step.after) {
      const needed = byRef.get(ref)
      if (needed) visit(needed, [...path, step.ref])
    }
    sorted.add(step)
  }

  for (const step of steps) if (step.verb !== 'delete') visit(step, [])
  for (const step of steps.toReversed()) visit(step, [])
  return [...sorted]
}

function circular(path: readonly string[]): Problem {
  return new Problem('invalid', `these wait for each other in a circle: ${path.join(' → ')}`, {
    hint: 'change them one after the other: first move one of them out of the way',
  })
}

/** How many steps, one after the other, wait for each step: what the most wait for is begun first. */
export function chains(steps: readonly Step[]): ReadonlyMap<string, number> {
  const lengths = new Map(steps.map(({ ref }) => [ref, 0]))
  for (const { ref, after } of steps.toReversed()) {
    const own = lengths.get(ref) ?? 0
    for (const needed of after) lengths.set(needed, Math.max(lengths.get(needed) ?? 0, own + 1))
  }
  return lengths
}
