import { Problem } from '../lib/problem.ts'
import type { Locate } from './document.ts'
import { collect, entriesOf, valueAt } from './raw.ts'
import { type Path, quote, spellPath } from './wording.ts'

/**
 * Finds two people who would be written alike: minutes name them by initials and aliases, without regard to case. Takes the
 * raw document.
 */
export function checkPeople(root: unknown, locate: Locate): Problem[] {
  const first = new Map<string, Written>()
  return entriesOf(valueAt(root, ['people'])).flatMap(([id, person]) => {
    const problems: Problem[] = []
    for (const one of waysOfWriting(id, person)) {
      const earlier = first.get(one.text)
      if (!earlier) first.set(one.text, one)
      else if (earlier.id !== id) problems.push(explainAlike(one, earlier, locate))
    }
    return problems
  })
}

interface Written {
  readonly id: string
  readonly text: string
  readonly path: Path
  /** The name of the entry has no line of its own value. */
  readonly part: 'key' | 'value'
}

function waysOfWriting(id: string, person: unknown): Written[] {
  const path = ['people', id]
  const initials = valueAt(person, ['initials'])
  const own: Written =
    typeof initials === 'string'
      ? { id, text: initials.toLowerCase(), path: [...path, 'initials'], part: 'value' }
      : { id, text: id.toLowerCase(), path, part: 'key' }
  const aliases = collect(valueAt(person, ['aliases']), ['*'], [...path, 'aliases']).map(
    (alias): Written => ({ id, text: alias.value.toLowerCase(), path: alias.path, part: 'value' }),
  )
  return [own, ...aliases]
}

function explainAlike({ text, path, part }: Written, earlier: Written, locate: Locate): Problem {
  const line = locate(earlier.path, earlier.part).line
  const hint = `the first is ${earlier.id} on line ${line}; a todo for "${text}" must have one owner`
  return new Problem('conflict', `${quote(text)} is how another person is written already`, {
    hint,
    path: spellPath(path),
    at: locate(path, part),
  })
}
