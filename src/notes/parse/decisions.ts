import type { Decision, NoteLine, Tally, Vote } from '../model.ts'
import { namesAt } from './names.ts'
import { childrenOf, contentOf, lineAt, placeOf, type Reading, wordsOfLine } from './reading.ts'
import { speakerOf } from './speakers.ts'

/** What a line says was decided: by a mark, by words that say so, or as the heading of a list of decisions. */
export function findDecisions(line: NoteLine, reading: Reading): readonly Decision[] {
  const words = wordsOfLine(reading, line).slice(line.start)
  if (!hint.test(words)) return []
  if (plural.test(words)) {
    const children = childrenOf(reading, line)
    if (children.length > 0) return children.map((child) => decisionOf(child, contentOf(child), 0.85))
  }
  const sure = certaintyOf(words, reading, line)
  return sure === undefined ? [] : [decisionOf(line, textOf(line, reading), sure)]
}

/** What is said of a decision has one of these in it. */
const hint = /deci[ds]|consens|agree|approv|unanim|voted|resol|adopted|accepted|passe[sd]|carried/i

const plural = /^[\s*_~#]*(?:#?decisions(?: made)?)[\s*_:]*$/i

/** `#decision`, `decision:`, `**decision** is`, `decided:`; not `decision-making` and not `decisions` in prose. */
const marks = [
  /(?<![\p{L}\p{N}_])#(?:decisions?|decided)(?![\p{L}\p{N}_-])/iu,
  /(?:^[\s*_]*(?:final |group |key )?(?:decisions?|decided|resolved)|[.;:)]\s+[*_]{0,2}decision)[*_]{0,2}(?:\s*\([^)]*\))?\s*(?::|->|=>|\s[–-]\s)/iu,
  /\*\*\s*(?:final |group )?decisions?\b(?!-)/iu,
  /(?<![\p{L}\p{N}_-])(?:DECISIONS?|DECIDED)(?![\p{L}\p{N}_-])/u,
]

const consensus = String.raw`consensus(?=\s+(?:to|on|that|for|among|is|was|reached|achieved|decision)\b|[\s*_]*(?:[:.!,;–-]|$))`

/** Words at the beginning of a sentence by which a group says that it agreed. */
const agreed = new RegExp(
  String.raw`(?:^|[.;!]\s+|\s[–-]\s|->\s*)[\s*_]*(?:voted\b[^:]{0,20}:\s*)?(?:we |all |group |everyone |unanimous(?:ly)?\W+)*(?:consensed\b|${consensus}|approved\b|(?:voted|agreed?) (?:to|on|that)\b|agreed(?=[*_]*:)|decided (?:to|on|that|not)\b|decision (?:is |was )?to\b)`,
  'i',
)

/** The same within a sentence, where less is certain. */
const said = [
  /\bwe(?:'ve| have)? (?:all )?(?:decided|agreed|consensed)\b(?! (?:at|last|earlier|before))/i,
  /\b(?:all|everyone|everybody) (?:agree[ds]?|consensed) (?:to|on|that)\b/i,
  /\*\*consensus\*\*|\b(?:have|reached|by|with) consensus\b|\bconsens(?:ed|us) (?:to|on|that|reached)\b/i,
  /\bunanimous(?:ly)? (?:voted|agreed|approved|decided|consent|vote)\b/i,
  /\b(?:proposal|motion|resolution)\b[^.;:]{0,20}\b(?:accepted|adopted|passe[sd]|approved|carried)\b/i,
  /\bCONSENSUS\b/,
]

/** What makes it something else: a question, a wish, a plan, something long ago. */
const otherwise =
  /\b(?:no|not|rough|need(?:s|ed)?|seek(?:ing)?|build(?:ing)?|want|towards?|before|until|without|if|would|could|should|can|to be|how|whether|check for|look for|ask for|non-)\s+(?:a |to |reach |get |have |find |any |the |be )*(?:consens|decid|decision|agree|approv)|consensus[\s-]*(?:\?|based|process|building|model)/i

function certaintyOf(words: string, { people }: Reading, line: NoteLine): number | undefined {
  if (marks.some((pattern) => pattern.test(words))) return /\?\s*$/.test(words) ? 0.4 : 0.95
  const sentence = words.slice(speakerOf(words, people)?.length ?? 0)
  if (otherwise.test(sentence) || /\?\s*$/.test(sentence)) return undefined
  const isBold = /^\s*\*\*/.test(line.text.slice(line.start))
  if (agreed.test(sentence)) return isBold ? 0.9 : 0.75
  const names = namesAt(sentence.trimStart(), people, 'groups', true)
  if (names && /^\s+decided? (?:to|on|that|not)\b/i.test(sentence.trimStart().slice(names.length))) return 0.65
  if (/\((?:consensus|consensed|agreed|approved|decided)\W*\)\s*$/i.test(sentence)) return 0.65
  const plain = sentence.replace(/\([^()]*\)/g, ' ')
  return said.some((pattern) => pattern.test(plain)) ? 0.7 : undefined
}

/** The words behind the mark; when there are none, those of the lines below, or of the line above. */
function textOf(line: NoteLine, reading: Reading): string {
  const own = tidy(contentOf(line))
  if (own !== '' && !/^consens(?:ed|us)\W*$/i.test(own)) return own
  const below = childrenOf(reading, line).map((child) => tidy(contentOf(child)))
  if (below.length > 0) return below.join('; ')
  const above = lineAt(reading, line.parent)
  return above ? tidy(contentOf(above)) : own
}

function tidy(text: string): string {
  return text
    .replace(/^[\s*_#]*decisions?[\s*_]*:[\s*_]*/i, '')
    .replace(/#decisions?\b/gi, '')
    .replace(/\*\*/g, '')
    .trim()
}

function decisionOf(line: NoteLine, text: string, confidence: number): Decision {
  return { kind: 'decision', ...placeOf(line, line.start, line.text.length, confidence), text: tidy(text) }
}

/** What most of those who attend voted for, and nobody against, was decided; where votes were gathered, not said aside. */
export function decidedByVotes(votes: readonly (Vote | Tally)[], reading: Reading): readonly Decision[] {
  const lines = new Set(votes.map(({ on }) => on))
  return [...lines].flatMap((on) => {
    const line = lineAt(reading, on)
    const gathered = votes.filter((one) => one.on === on && isGathered(one, reading))
    return line && isCarried(line, gathered, reading)
      ? [decisionOf(line, contentOf(line).replace(/\s*\([^()]*[+-]1[^()]*\)\s*$/, ''), 0.5)]
      : []
  })
}

/** In brackets, or on a line of their own: somebody went round. `+1 dc` behind a remark is an aside. */
function isGathered(vote: Vote | Tally, reading: Reading): boolean {
  if (vote.line !== vote.on || (vote.kind === 'tally' && vote.of !== undefined)) return true
  const text = lineAt(reading, vote.line)?.text ?? ''
  const before = text.slice(0, vote.column)
  return before.lastIndexOf('(') > before.lastIndexOf(')')
}

function isCarried(line: NoteLine, votes: readonly (Vote | Tally)[], { people, attending }: Reading): boolean {
  if (votes.some(({ value }) => value < 0)) return false
  if (votes.some((one) => one.kind === 'tally' && one.of !== undefined && one.count * 2 > one.of)) return true
  const proposer = speakerOf(contentOf(line), people)?.who ?? []
  const voters = new Set([
    ...proposer,
    ...votes.flatMap((one) => (one.kind === 'vote' && one.value > 0 ? [one.voter] : [])),
  ])
  const counted = votes.flatMap((one) => (one.kind === 'tally' && one.value > 0 ? [one.count] : []))
  const support = voters.size + counted.reduce((sum, count) => sum + (count > 1 ? count : 0), 0)
  return attending > 0 && support >= 3 && support * 2 > attending && !/\?\s*$/.test(contentOf(line))
}
