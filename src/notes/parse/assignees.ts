import { namesAt, onlyNames, resolve } from './names.ts'
import type { Directory } from './people.ts'

/** Who is to do something, and what remains to be said when they are taken away. */
export interface Assigned {
  readonly who: readonly string[]
  readonly text: string
  readonly confidence: number
}

/** Reads what stands behind a mark: `:bl+pc …`, `: bl …`, ` bl: …`, ` bl …`, ` … (bl)`, ` … yj`, ` for finance wg …`. */
export function behindMark(after: string, people: Directory): Assigned {
  return (
    attached(after, people) ??
    leading(after, people) ??
    leadingBrackets(after, people) ??
    inBrackets(after, people) ??
    trailing(after, people) ??
    nobody(after)
  )
}

/** Reads what stands before a mark at the end: `bl and el will …`, `… (bl + el)`. */
export function beforeMark(before: string, people: Directory): Assigned {
  const said = before.replace(/^(?:\s*\[[^\]]*\]\([^)]*\)[\s:,–-]*)+/, '')
  return named(said, people) ?? promising(said, people) ?? inBrackets(said, people) ?? nobody(before)
}

/** `bl #todo …` and `infra-wg: #todo …`: nothing but names. */
function named(text: string, people: Directory): Assigned | undefined {
  const names = onlyNames(text.replace(/[\s:]+$/, ''), people, 'groups')
  return names && { who: names.who, text: '', confidence: 0.85 }
}

/** Reads an item of a list of tasks: `bl: …`, `finance wg: …`, `bl to …`, `… (bl)`, `… - bl`. */
export function ofTask(content: string, people: Directory): Assigned {
  return (
    listed(content, people) ??
    beforeColon(content, people) ??
    promising(content, people) ??
    alone(content, people) ??
    inBrackets(content, people) ??
    afterDash(content, people) ??
    nobody(content)
  )
}

function nobody(text: string): Assigned {
  return { who: [], text: tidy(text), confidence: 0.9 }
}

/** `#todo:infra` names whoever stands there, known or not; but `#todo:write it` is a missing space. */
function attached(after: string, people: Directory): Assigned | undefined {
  if (!/^:@?\p{L}/u.test(after)) return undefined
  const sure = namesAt(after.slice(1), people, 'groups')
  const names = sure ?? namesAt(after.slice(1), people, 'any')
  if (!names || (!sure && verbs.test(names.who[0] ?? ''))) return undefined
  const rest = after.slice(1 + names.length)
  // `#todo:bl, dc will help`: the second name belongs to the sentence. `#todo:person` is what templates say.
  if (names.who.length === 1 && /^(?:person|name|who|xx)$/i.test(names.who[0] ?? '')) return undefined
  return { who: names.who, text: tidy(rest), confidence: sure ? 0.97 : 0.7 }
}

function leading(after: string, people: Directory): Assigned | undefined {
  const lead = /^[:\s*_-]*(?:(?:for|by)\s+)?/i.exec(after)?.[0] ?? ''
  const text = after.slice(lead.length)
  const isFor = /\w/.test(lead)
  const names = namesAt(text, people, 'groups')
  if (!names) return undefined
  const rest = text.slice(names.length)
  const isKnown = namesAt(text, people, 'known')?.length === names.length
  const isMarked = /^\s*(?:\([^()]*\)\s*)?:/.test(rest) || /^\s+(?:to|will|should)\s/i.test(rest) || rest.trim() === ''
  if (!isKnown && !isMarked && !isFor && !strong.test(names.who[0] ?? '')) return knownOnly(text, people)
  if (/^['’]/.test(rest)) return undefined
  return { who: names.who, text: tidy(rest.replace(/^\s+to\s+/, '')), confidence: isMarked ? 0.95 : 0.85 }
}

/** `#todo (bl) …`. */
function leadingBrackets(after: string, people: Directory): Assigned | undefined {
  const match = /^[:\s]*\(\s*([^()]+?)\s*\)\s*:?\s+(?=\S)/.exec(after)
  const names = match && onlyNames(match[1] ?? '', people, 'groups')
  return names ? { who: names.who, text: tidy(after.slice(match[0].length)), confidence: 0.9 } : undefined
}

/** `#todo bl finance …`: the person is meant, what follows belongs to the sentence. */
function knownOnly(text: string, people: Directory): Assigned | undefined {
  const names = namesAt(text, people, 'known')
  return names && { who: names.who, text: tidy(text.slice(names.length)), confidence: 0.8 }
}

/** Groups that stand before a task without a colon; `finance report` is a task, `infra …` and `everyone …` are not. */
const strong = /^(?:everyone|everybody|infra|ops|\S+[- ]wgs?)$/i

function inBrackets(text: string, people: Directory): Assigned | undefined {
  const match = /\(\s*([^()]+?)\s*\)[\s.!?]*$/.exec(text)
  const names = match && onlyNames(match[1] ?? '', people, 'groups')
  return names ? { who: names.who, text: tidy(text.slice(0, match.index)), confidence: 0.95 } : undefined
}

/** `#todo research yj`: initials at the very end, unless the sentence needs them (`ask yj`, `check in with yj`). */
function trailing(text: string, people: Directory): Assigned | undefined {
  const [before = '', word = ''] = text.slice(-60).split(/\s+/).filter(Boolean).slice(-2)
  if (!/^@?\p{L}{2,3}$/u.test(word) || !people.isShort(word) || needing.test(before)) return undefined
  return { who: [resolve(word, people)], text: tidy(text.slice(0, text.lastIndexOf(word))), confidence: 0.6 }
}

const needing =
  /^(?:with|to|for|from|of|about|at|by|and|or|than|via|ask|tell|email|call|ping|invite|pay|help|remind|message|poke|contact|thank|let|have|get|meet|bug|nudge|[&+,/]|.*[,:;+&/])$/i

/** `bl and el will talk`, `yj to run it`. */
function promising(text: string, people: Directory): Assigned | undefined {
  const lead = /^[\s:*_\0]*/.exec(text)?.[0].length ?? 0
  const names = namesAt(text.slice(lead), people, 'groups')
  const rest = text.slice(lead + (names?.length ?? 0))
  const then = names && /^\s+(?:to|will|should|can|needs? to|is going to|['’]ll)\s+/i.exec(rest)
  return then ? { who: names.who, text: tidy(rest.slice(then[0].length)), confidence: 0.8 } : undefined
}

/** `[ino-wg]: …` and `[biz-wg] …`. */
function listed(content: string, people: Directory): Assigned | undefined {
  const match = /^\[([\w &-]{2,30})\](?:\[[^\]]*\])?:?\s+/.exec(content)
  const names = match && onlyNames(match[1] ?? '', people, 'groups')
  return names ? { who: names.who, text: tidy(content.slice(match[0].length)), confidence: 0.85 } : undefined
}

const notNames =
  /^(?:notes?|re|eg|ex|ie|todo|action|tasks?|links?|updates?|ideas?|questions?|draft|review|deadline|blocked|blockers?|priority|done|optional|decision|proposal|goal|last|next|today|now|later|future|see|https?|mailto|ok|status|current|reminder|issue|pr|agenda|topic|also|or|and|maybe|poll|vote)$/i

function beforeColon(content: string, people: Directory): Assigned | undefined {
  const match = /^[*_]{0,2}([^:()[\]]{1,40}?)[*_]{0,2}\s*(?:\([^()]*\)\s*)?:[*_]{0,2}(?=\s|$)/.exec(content)
  if (!match) return undefined
  const [before, said = ''] = match
  const rest = content.slice(before.length)
  const some = namesAt(said, people, 'groups')
  const isAll = some?.length === said.length || /^,?\s*(?:etc\.?|et al\.?|\?)$/.test(said.slice(some?.length ?? 0))
  if (some && isAll) return { who: some.who, text: tidy(rest).replace(/^to\s+/, ''), confidence: 0.95 }
  const behind = onlyNames(rest, people, 'known', true)
  if (behind) return { who: behind.who, text: tidy(said), confidence: 0.8 }
  const any = onlyNames(said, people, 'any')
  const isWord =
    any && any.who.every((one) => one.length > 1 && one.length <= 14) && !any.who.some((one) => notNames.test(one))
  return isWord ? { who: any.who, text: tidy(rest), confidence: 0.6 } : undefined
}

/** A task that begins with a person: `el fix the forwarder`, or is nothing else: `[ ] el`. */
function alone(content: string, people: Directory): Assigned | undefined {
  const names = namesAt(content, people, 'known')
  if (!names) return undefined
  const rest = content.slice(names.length)
  if (!/^(?:\s|$)/.test(rest)) return undefined
  return { who: names.who, text: tidy(rest), confidence: 0.75 }
}

function afterDash(content: string, people: Directory): Assigned | undefined {
  const match = /\s(?:[-–—@]+|->|=>)\s*([^-–—@]{1,40})$/.exec(content)
  const names = match && onlyNames(match[1] ?? '', people, 'known')
  return names ? { who: names.who, text: tidy(content.slice(0, match.index)), confidence: 0.8 } : undefined
}

const verbs =
  /^(?:add|arrange|ask|book|bring|buy|call|change|check|clarify|clean|close|collect|confirm|contact|create|decide|discuss|do|document|draft|email|fill|find|finish|fix|follow|get|give|invite|look|make|merge|move|open|order|organi[sz]e|pay|ping|plan|post|prepare|propose|publish|put|reach|read|remind|remove|rename|reply|research|review|revisit|schedule|send|set|share|sign|sort|start|talk|test|think|try|update|upload|work|write)$/i

function tidy(text: string): string {
  return text.replace(/^[\s:\0]+(?:[-–]\s+)?|[\s\0]+$/g, '')
}
