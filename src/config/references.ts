import { Problem } from '../lib/problem.ts'
import type { Locate } from './document.ts'
import { collect, type Entry, keysOf, valueAt } from './raw.ts'
import { nearest, type Path, quote, spellPath } from './wording.ts'

interface Rule {
  /** Where a name is written. */
  readonly at: Path
  /** The section in which it must be declared. */
  readonly section: string
  /** What it is the name of, in the singular. */
  readonly noun: string
}

const rule = (at: string, section: string, noun: string): Rule => ({ at: at.split('.'), section, noun })

const rules: readonly Rule[] = [
  rule('people.*.groups.*', 'groups', 'group'),
  rule('environments.*.host', 'hosts', 'host'),
  rule('environments.*.backup', 'backups', 'backup'),
  rule('machines.*.in.*', 'environments', 'environment'),
  rule('machines.*.host', 'hosts', 'host'),
  rule('machines.*.backup', 'backups', 'backup'),
  rule('machines.*.owner', 'people', 'person'),
  rule('machines.*.second', 'people', 'person'),
  rule('machines.*.spell.~', 'environments', 'environment'),
  rule('machines.*.mac.~', 'environments', 'environment'),
  rule('machines.*.public.~', 'environments', 'environment'),
  rule('machines.*.public.*.block', 'addresses', 'block of addresses'),
  rule('machines.*.overrides.~', 'environments', 'environment'),
  rule('machines.*.overrides.*.host', 'hosts', 'host'),
  rule('machines.*.overrides.*.backup', 'backups', 'backup'),
  rule('services.*.machine', 'machines', 'machine'),
  rule('services.*.in.*', 'environments', 'environment'),
  rule('services.*.owner', 'people', 'person'),
  rule('services.*.second', 'people', 'person'),
  rule('services.*.depends_on.*', 'services', 'service'),
]

/** Finds names of things that are not declared. Takes the raw document, so that it works beside other mistakes. */
export function checkReferences(root: unknown, locate: Locate): Problem[] {
  return rules.flatMap((one) => {
    const known = keysOf(valueAt(root, [one.section]))
    return collect(root, one.at)
      .filter(({ value }) => !known.includes(value))
      .map((entry) => explain(one, entry, known, locate))
  })
}

function explain(
  { at, section, noun }: Rule,
  { path, value }: Entry,
  known: readonly string[],
  locate: Locate,
): Problem {
  const guess = nearest(value, known) ?? known.find((one) => one.toLowerCase() === value.toLowerCase())
  const hint = guess
    ? `did you mean "${guess}"?`
    : known.length > 0
      ? `declared under ${section}: ${known.slice(0, 8).join(', ')}${known.length > 8 ? ' …' : ''}`
      : `declare it under ${section}`
  const part = at.at(-1) === '~' ? 'key' : 'value'
  return new Problem('invalid', `there is no ${noun} ${quote(value)}`, {
    hint,
    path: spellPath(path),
    at: locate(path, part),
  })
}
