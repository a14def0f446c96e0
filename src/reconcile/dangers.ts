import type { Step } from './kind.ts'
import type { Plan } from './plan.ts'

/** A reason not to apply a plan. */
export interface Danger {
  readonly message: string
  /** What to do if it is meant. */
  readonly hint: string
  /** The refs that must be named; empty when naming does not help. */
  readonly refs: readonly string[]
}

/** A kind of which at least so many, and more than this share, would be lost is looked at twice. */
const many = { atLeast: 4, share: 0.3 }

/**
 * Reasons not to run this plan. `destroy` names what is given up on purpose: refs, and `rule/*` for all of a kind that is
 * not precious.
 */
export function dangers(
  { steps, kinds, renamed }: Pick<Plan, 'steps' | 'kinds' | 'renamed'>,
  destroy: ReadonlySet<string>,
): Danger[] {
  const losses = steps.filter(({ verb }) => verb === 'delete' || verb === 'replace')
  const guarded = losses.filter(({ guard }) => guard !== undefined).map(guardedLoss)
  const free = losses.filter(({ guard }) => guard === undefined)
  const precious = free
    .filter((step) => step.precious && !destroy.has(step.ref))
    .map((step) => preciousLoss(step, renamed))
  const others = free.filter((one) => !one.precious && !destroy.has(one.ref) && !destroy.has(`${one.kind}/*`))
  const masses = kinds.flatMap(({ kind, plural, ours }) => {
    const lost = others.filter((step) => step.kind === kind)
    const isMass = lost.length >= many.atLeast && lost.length > ours * many.share
    return isMass ? [massLoss(lost, kind, `${ours} ${plural}`)] : []
  })
  return [...guarded, ...precious, ...masses]
}

/**
 * What `destroy` names that this plan does not lose: gone by now, as when a command is given again after it was cut off, or
 * a slip of the pen. No reason to refuse, since whatever else is precious must still be named.
 */
export function namedForNothing({ steps }: Pick<Plan, 'steps'>, destroy: ReadonlySet<string>): string[] {
  const losses = steps.filter(({ verb }) => verb === 'delete' || verb === 'replace')
  const known = new Set(losses.flatMap(({ ref, kind, precious }) => (precious ? [ref] : [ref, `${kind}/*`])))
  return [...destroy].filter((name) => !known.has(name))
}

function guardedLoss({ ref, verb, guard }: Step): Danger {
  return { message: `this would ${wordOf(verb)} ${ref}, which is protected`, hint: guard ?? '', refs: [] }
}

function preciousLoss({ ref, verb, about }: Step, renamed: Plan['renamed']): Danger {
  const what = about === undefined ? ref : `${ref} (${about})`
  const now = renamed.find(({ was }) => was === ref)
  const kept = now === undefined ? '' : `if it is ${now.ref} by now: mycel adopt ${now.ref}. `
  return {
    message: `this would ${wordOf(verb)} ${what}, and what it holds is lost`,
    hint: `${kept}${kept === '' ? 'if' : 'If'} that is meant: --destroy ${ref}`,
    refs: [ref],
  }
}

function massLoss(lost: readonly Step[], kind: string, all: string): Danger {
  const refs = lost.map(({ ref }) => ref)
  return {
    message: `this would destroy ${lost.length} of ${all}`,
    hint: `if that is meant: --destroy '${kind}/*'`,
    refs,
  }
}

function wordOf(verb: Step['verb']): string {
  return verb === 'replace' ? 'destroy and make anew' : 'destroy'
}
