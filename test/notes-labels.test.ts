import { describe, expect, it } from 'vitest'
import { compare, haveNotes, type Labels, measures, rates, readLabels } from './notes-scores.ts'

// oxlint-disable-next-line no-console -- who runs this must see that nothing was measured
if (!haveNotes) console.info('skipped: the real notes are not at ../shared/data/notes')

/** Where nobody looked while the parser was tuned, few labels make one difference weigh much. */
const bars = { tuning: 0.95, 'held-out': 0.9 }

describe.skipIf(!haveNotes)('real notes, labelled by reading them', () => {
  it('are at least thirty, and ten of them were held out', () => {
    expect(readLabels('tuning').length).toBeGreaterThanOrEqual(30)
    expect(readLabels('held-out').length).toBeGreaterThanOrEqual(10)
  })

  it('are read as people read them', () => {
    const all = compare([...readLabels('tuning'), ...readLabels('held-out')])
    print('all', all.scores)
    for (const measure of measures) expect(worst(all.scores, measure), measure).toBeGreaterThanOrEqual(0.95)
  })

  it.each(['tuning', 'held-out'] as const)('are read as well by themselves: %s', (set) => {
    const labels: readonly Labels[] = readLabels(set)
    const { scores } = compare(labels)
    print(`${set}, ${labels.length} notes`, scores)
    for (const measure of measures) expect(worst(scores, measure), measure).toBeGreaterThanOrEqual(bars[set])
  })
})

type Scores = ReturnType<typeof compare>['scores']

function worst(scores: Scores, measure: (typeof measures)[number]): number {
  const score = scores.get(measure)
  if (!score) return 0
  const { precision, recall } = rates(score)
  return Math.min(precision, recall)
}

function print(title: string, scores: Scores): void {
  const rows = Array.from(scores, ([measure, score]) => {
    const { precision, recall } = rates(score)
    const counts = `${score.right} right of ${score.found} found, ${score.labelled} labelled`
    return `  ${measure.padEnd(12)} precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}  (${counts})`
  })
  // oxlint-disable-next-line no-console -- the scores are what this test is for
  console.info([`${title}:`, ...rows].join('\n'))
}
