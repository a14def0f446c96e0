import type { Checklist, NoteLine, PrivateMark, Skipped } from '../model.ts'
import { contentOf, lineAt, placeOf, type Reading } from './reading.ts'

const skip =
  /^[\s*_~.…(:-]*(?:skip(?:ped|ping)?|did not happen)(?:[\s,-][^.]{0,40})?[\s*_~.)]*$|[\s(]_skip(?:ped)?_\s*$|\(skip(?:ped)?\)\s*$/i

/** `_skipped_`, `... (skipped)`, `skip for the week`: what was not spoken about, to be carried over. */
export function findSkipped(line: NoteLine, reading: Reading): readonly Skipped[] {
  const content = contentOf(line)
  if (!/skip|happen/i.test(content) || !skip.test(content)) return []
  const own = content.replace(/[\s(]*_?skip(?:ped)?_?\)?\s*$/i, '').replace(/^[\s.…*_~-]+$/, '')
  const isOwn = own !== '' && !/^[\s*_.(]*skip/i.test(content)
  const above = lineAt(reading, line.parent)
  const title = isOwn ? own : above ? contentOf(above) : titleOf(lineAt(reading, line.section))
  return [{ kind: 'skipped', ...placeOf(line, line.start, line.text.length, 0.9), title: title.trim() }]
}

/** The words of a heading. */
export function titleOf(heading: NoteLine | undefined): string {
  return (heading?.text ?? '').replace(/^[\s#]+|[\s#]+$/g, '')
}

const secret =
  /[[(]\s*(?:(?:in[ -]camera|off the record|confidential|privileged)\b[^\])]*|private(?:[\s-][^\])]*)?)[\])](?!\()|__\s*(?:in camera|private|off the record)\s*__|█{2,}|~~\s*privileged[^~]*~~/giu

/** `[in camera]`, `[private--for now!]`, blacked-out words: what somebody wanted kept out of the public. */
export function findPrivate(line: NoteLine): readonly PrivateMark[] {
  if (!/camera|record|confid|privi|private|█/i.test(line.text)) return []
  return Array.from(line.text.matchAll(secret), ({ 0: text, index }) => ({
    kind: 'private',
    ...placeOf(line, index, index + text.length, 0.85),
    text,
  }))
}

/** Of the templates of co-ops, and of our own, which name the command. */
const closing =
  /#todo:person|`mycel notes [a-z]+`|^publish (?:the )?(?:\[?meeting|notes|minutes)|^(?:reset|clear|archive) (?:the )?(?:meeting )?pad|^migrate (?:items|todos|tasks)/i

/** The tick boxes with which every meeting ends; they belong to the template. */
export function findChecklist(line: NoteLine): readonly Checklist[] {
  const text = contentOf(line)
  if (!line.checkbox || !closing.test(text)) return []
  return [
    { kind: 'checklist', ...placeOf(line, line.start, line.text.length, 0.95), text, done: line.checkbox === 'ticked' },
  ]
}
