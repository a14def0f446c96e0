import type { Decision, NoteLine, Tally, Vote } from '../model.ts'
import { childrenOf, contentOf, lineAt, placeOf, type Reading, wordsOfLine } from './reading.ts'
import { speakerOf } from './speakers.ts'

/** What a line says was decided: by a mark, by words that say so, or as the heading of a list of decisions. */
export function findDecisions(line: NoteLine, reading: Reading): readonly Decision[] {
  const words = wordsOfLine(line).slice(line.start)
  if (plural.test(words)) {
    const children = childrenOf(reading, line)
    if (children.length > 0) return children.map((child) => decisionOf(child, contentOf(child), 0.85))
  }
  const sure = certaintyOf(words, reading, line)
  return sure === undefined ? [] : [decisionOf(line, textOf(line, reading), sure)]
}

const plural = /^[\s*_~#]*(?:#?decisions(?: made)?)[\s*_:]*$/i

/** `#decision`, `decision:`, `**decision** is`; not `decision-making` and not `decisions` in prose. */
const marks =
  /(?<![\p{L}\p{N}_])#decisions?(?![\p{L}\p{N}_-])|^[\s*_]*(?:final |group )?decisions?[*_]*(?:\s*\([^)]*\))?\s*:|\*\*decisions?\W*\*\*|(?<![\p{L}\p{N}_-])(?:DECISIONS?|DECIDED)(?![\p{L}\p{N}_-])|(?:^|[.;)\s])decision:/u

/** Words by which a group says that it agreed. */
const agreed =
  /(?:^|[.;!]\s+)[\s*_]*(?:voted\b[^:]{0,20}:\s*)?(?:we |all |group |everyone |unanimous(?:ly)?\W+)*(?:consensed\b|consensus\b(?!\s+(?:on call|process|model))|approved\b|(?:voted|agreed?) (?:to|on|that)\b|agreed(?=[*_]*:)|decided (?:to|on|that|not)\b|decision (?:is |was )?to\b)/i

/** The same within a sentence, where less is certain. */
const said =
  /\bwe(?:'ve| have)? (?:all )?(?:decided|agreed|consensed)\b(?! (?:at|last|earlier|before))|\ball (?:agree[ds]?|consensed) (?:to|on|that)\b|\*\*consensus\*\*|\bCONSENSUS\b|\bconsens(?:ed|us)\b[^.]{0,20}\b(?:to|on|reached|around)\b|\breached consensus\b|\bunanimous(?:ly)? (?:voted|agreed|approved|decided|consent)\b/i

/** What makes it something else: a question, a wish, a plan, something long ago. */
const otherwise =
  /\b(?:no|not|rough|need(?:s|ed)?|seek(?:ing)?|build(?:ing)?|want|towards?|before|until|without|if|would|could|should|can|to be|how|whether|check for|look for|ask for|non-)\s+(?:a |to |reach |get |have |find |any |the |be )*(?:consens|decid|decision|agree|approv)|consensus[\s-]*(?:\?|based|process|building|model)/i

function certaintyOf(words: string, { people }: Reading, line: NoteLine): number | undefined {
  if (marks.test(words)) return /^[^:]*\?\s*$/.test(words) ? 0.4 : 0.95
  const sentence = words.slice(speakerOf(words, people)?.length ?? 0)
  if (otherwise.test(sentence) || /\?\s*$/.test(sentence)) return undefined
  const isBold = /^\s*\*\*/.test(line.text.slice(line.start))
  if (agreed.test(sentence)) return isBold ? 0.9 : 0.75
  return said.test(sentence.replace(/\([^()]*\)/g, ' ')) ? 0.7 : undefined
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

/** What most of those who attend voted for, and nobody against, was decided. */
export function decidedByVotes(votes: readonly (Vote | Tally)[], reading: Reading): readonly Decision[] {
  const lines = new Set(votes.map(({ on }) => on))
  return [...lines].flatMap((on) => {
    const line = lineAt(reading, on)
    if (
      !line ||
      !isCarried(
        line,
        votes.filter((one) => one.on === on),
        reading,
      )
    )
      return []
    return [decisionOf(line, tidy(contentOf(line)), 0.5)]
  })
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
  return support >= 3 && support * 2 > attending && !/\?\s*$/.test(contentOf(line))
}
