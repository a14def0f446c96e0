import type { Done, NoteLine } from '../model.ts'
import { behindIssues, contentOf, issuesAbout, placeOf, type Reading, wordsOfLine } from './reading.ts'

/** What a line says of an issue: right behind it (or as all that it says), or in capitals or at the end of the sentence. */
const states = [
  [
    'done',
    /^(?:all |was |is )?(?:done|completed?|finished)\b/i,
    /\bDONE\b|✅|[.,;–-]\s*(?:done|completed?|finished)[\s.!]*$/u,
  ],
  ['closed', /^(?:is |now )?clos(?:ed|ing)\b/i, /\bCLOS(?:ED|ING)\b|(?:[.,;!–-]\s*|\w )closed[\s.!]*$/u],
  ['parked', /^parked\b/i, /\bPARKED\b|_parked_/u],
  ['archived', /^archived\b/i, /\bARCHIVED\b/u],
] as const

const notYet = /\?\s*$|\bnot (?:yet )?(?:done|closed|complete)|almost done|\b(?:review|archive)\s+_?done/i

/** Marks that the thing above, or the issue of the line, is done, closed, parked or archived. */
export function findDone(line: NoteLine, reading: Reading): readonly Done[] {
  if (!/done|complete|finish|clos|parked|archived|✅/i.test(line.text)) return []
  const from = behindIssues(line, reading.issues[line.line - 1] ?? [])
  const words = wordsOfLine(reading, line)
    .slice(from)
    .replace(/:[\w+-]+:|[🎉🚀]/gu, ' ')
  const said = words.replace(/^[\s\0:,._*~–-]+/, '').trim()
  const first = states.find(([, atOnce]) => atOnce.test(said))
  const state = (first ?? states.find(([, , later]) => later.test(said)))?.[0]
  if (state === undefined || notYet.test(said)) return []
  const issues = issuesAbout(reading, line, first ? from : line.text.length)
  const text = contentOf(line)
  const place = placeOf(line, line.start, line.text.length, issues.length > 0 ? 0.8 : 0.5)
  if (issues.length === 0) return [{ kind: 'done', ...place, state, repo: null, number: null, text }]
  return issues.map(({ repo, number, owner }) => ({
    kind: 'done',
    ...place,
    state,
    repo,
    number,
    ...(owner === undefined ? {} : { owner }),
    text,
  }))
}
