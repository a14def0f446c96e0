import type { Done, NoteLine } from '../model.ts'
import { contentOf, issuesAbout, placeOf, type Reading, wordsOfLine } from './reading.ts'

const states = [
  [
    'done',
    /^(?:all |was |is )?(?:done|completed?|finished)\b/i,
    /\bDONE\b|✅|(?:^|[.,;–-]\s*)(?:done|completed?|finished)[\s.!]*$/u,
  ],
  ['closed', /^(?:is |now )?clos(?:ed|ing)\b/i, /\bCLOS(?:ED|ING)\b|(?:^|[.,;–-]\s*|!\s*|\w+ )closed[\s.!]*$/u],
  ['parked', /^parked\b/i, /\bPARKED\b|_parked_/u],
  ['archived', /^archived\b/i, /\bARCHIVED\b/u],
] as const

/** Marks that the thing above, or the issue of the line, is done, closed, parked or archived. */
export function findDone(line: NoteLine, reading: Reading): readonly Done[] {
  const own = reading.issues[line.line - 1] ?? []
  const words = wordsOfLine(line)
    .slice(line.start)
    .replace(/:[\w+-]+:|[🎉🚀]/gu, ' ')
  const behind = own.length > 0 ? words.slice(Math.max(0, (own.at(-1)?.end ?? 0) - line.start)) : words
  const said = behind.replace(/^[\s\0:,._*~–-]+/, '').trim()
  const state = states.find(([, first, shouted]) => first.test(said) || shouted.test(said))?.[0]
  if (state === undefined || /\?\s*$/.test(said) || /\bnot (?:yet )?(?:done|closed|complete)|almost done/i.test(said))
    return []
  const issues = issuesAbout(reading, line)
  const text = contentOf(line)
  const place = placeOf(line, line.start, line.text.length, issues.length > 0 ? 0.8 : 0.5)
  if (issues.length === 0) return [{ kind: 'done', ...place, state, repo: null, number: null, text }]
  return issues.map(({ repo, number, owner }) => ({
    kind: 'done',
    ...place,
    state,
    repo,
    number,
    ...(owner ? { owner } : {}),
    text,
  }))
}
