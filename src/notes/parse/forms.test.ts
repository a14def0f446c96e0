import { describe, expect, it } from 'vitest'
import { parseNote } from './parse.ts'

const people = [
  { id: 'bl', name: 'Benedict Lake', initials: 'bl', aliases: ['ben'] },
  { id: 'dc', name: 'Dawn Cole', initials: 'dc', aliases: ['dawn'] },
  { id: 'yj', name: 'Yurko', initials: 'yj', aliases: [] },
]
const read = (...lines: readonly string[]) => parseNote(lines.join('\n'), { people, homeRepository: 'home' }).items

function todos(...lines: readonly string[]): string[] {
  return read(...lines).flatMap((item) =>
    item.kind === 'todo' ? [`${item.assignees.join('+')}${item.done ? ' done' : ''}: ${item.text}`] : [],
  )
}

function votes(line: string): string[] {
  return read(line).flatMap((item) => {
    if (item.kind === 'vote') return [`${item.voter} ${item.value}`]
    return item.kind === 'tally' ? [`${item.count} x ${item.value}`] : []
  })
}

describe('who is to do something', () => {
  it.each([
    ['- #todo book a room', ': book a room'],
    ['- #todo:bl book a room', 'bl: book a room'],
    ['- #todo: bl + dc book a room', 'bl+dc: book a room'],
    ['- #todo dc and bl book a room', 'dc+bl: book a room'],
    ['- #todo @ben: book a room', 'bl: book a room'],
    ['- #todo bl to book a room', 'bl: book a room'],
    ['- #todo (bl) book a room', 'bl: book a room'],
    ['- **#todo** bl: book a room', 'bl: book a room'],
    ['- #todo book a room (dc/bl)', 'dc+bl: book a room'],
    ['- #todo book a room yj', 'yj: book a room'],
    ['- #todo check in with yj', ': check in with yj'],
    ["- #todo bl's room needs a key", ": bl's room needs a key"],
    ['- #todo:book a room', ': book a room'],
    ['- #todo:tech-wg book a room', 'tech-wg: book a room'],
    ['- #todo operations to book a room', 'operations: book a room'],
    ['- #todo finance report', ': finance report'],
    ['- a room, says bl #todo for finance wg', 'finance wg: a room, says bl'],
    ['- bl: #todo book a room', 'bl: book a room'],
    ['- bl: book a room #todo', 'bl: book a room'],
    ['- bl #todo book a room', 'bl: book a room'],
    ['- infra-wg: #todo book a room', 'infra-wg: book a room'],
    ['- bl and dc will book a room #todo', 'bl+dc: book a room'],
    ['- book a room (bl + dc) #todo', 'bl+dc: book a room'],
    ['- todo: book a room', ': book a room'],
    ['- TODO book a room', ': book a room'],
    ['- #action bl: book a room', 'bl: book a room'],
    ['- [ ] bl: book a room', 'bl: book a room'],
    ['- [x] bl book a room', 'bl done: book a room'],
    ['- [ ] Guest: book a room', 'Guest: book a room'],
    ['- [ ] [tech-wg] book a room', 'tech-wg: book a room'],
    ['- [ ] book a room - bl', 'bl: book a room'],
    ['- [ ] Form a group: dc yj bl', 'dc+yj+bl: Form a group'],
    ['- ~~#todo bl book a room~~', 'bl done: book a room'],
    ['- #todo:bl ~~book a room~~ [done](https://a.example)', 'bl done: book a room [done](https://a.example)'],
  ])('%s', (line, expected) => expect(todos(line)).toEqual([expected]))

  it('the lines below a bare mark are the tasks, and what is below a person is theirs', () => {
    expect(todos('- #todo', '    - bl: book a room', '    - clean it')).toEqual(['bl: book a room', ': clean it'])
    expect(todos('- ben:', '    - [ ] book a room', '    - #todo clean it')).toEqual([
      'bl: book a room',
      'bl: clean it',
    ])
  })

  it('the list of a section of tasks needs no marks', () => {
    expect(todos('## Action items', '- ben to book a room', '- clean it', '    - with soap')).toEqual([
      'bl: book a room',
      ': clean it',
    ])
    expect(todos('## Past action items', '- ben to book a room')).toEqual([])
  })

  it.each([
    '- clarified todos',
    '- #todos are many',
    '- `#todo:person`',
    '- TODO',
    '- [#3](https://a.example/b/c/issues/3) - todo',
    '- [ ] Migrate items with `#todo:person` to [task board][tasks]',
    '- [ ] Reset meeting pad for next meeting',
  ])('no task: %s', (line) => expect(todos(line)).toEqual([]))
})

describe('who votes for what', () => {
  it.each<[string, string[]]>([
    ['- bl: +1', ['bl 1']],
    ['- bl:+1', ['bl 1']],
    ['- dc, yj +1', ['dc 1', 'yj 1']],
    ['- all: +1', ['all 1']],
    ['- go (bl, dc all +1) on', ['bl 1', 'dc 1']],
    ['- go on? +1 bl dc', ['bl 1', 'dc 1']],
    ['- go on? +1 dc, -1 yj', ['dc 1', 'yj -1']],
    ['- dc: +1 bl, as he says', ['dc 1']],
    ['- bl: we use it, so +1 in support', ['bl 1']],
    ['- :+1: dc, yj', ['dc 1', 'yj 1']],
    ['- :-1: dc', ['dc -1']],
    ['- 👍 dc', ['dc 1']],
    ['- +100 yj', ['yj 1']],
    ['- go on :+1:', ['1 x 1']],
    ['- go on :+1::+1:', ['1 x 1', '1 x 1']],
    ['- 4/5 attendees positive; 1 no block', ['4 x 1']],
  ])('%s', (line, expected) => expect(votes(line)).toEqual(expected))

  it.each([
    '- +1-437-555-0100',
    '- +4% of it, +5 increments, 30+4 hours',
    '- GMT+1, dc+yj: monitoring++',
    '- from 1-1 to 2-1',
    '- +bl joins',
    '- waiting on +1 from bl',
  ])('no vote: %s', (line) => expect(votes(line)).toEqual([]))
})

describe('what was decided', () => {
  const decided = (...lines: readonly string[]) =>
    read(...lines).flatMap((item) => (item.kind === 'decision' ? [item.text] : []))

  it.each([
    ['- #decision we rent', 'we rent'],
    ['- DECISION: we rent', 'we rent'],
    ['- **Decision:** we rent', 'we rent'],
    ['- **decision** is we rent', 'decision is we rent'],
    ['- bl: decision: we rent', 'bl: decision: we rent'],
    ['- **Consensed to rent**', 'Consensed to rent'],
    ['- we decided not to rent', 'we decided not to rent'],
    ['- **Agreed: we rent**', 'Agreed: we rent'],
    ['- the proposal was accepted', 'the proposal was accepted'],
  ])('%s', (line, text) => expect(decided(line)).toEqual([text]))

  it('a heading of decisions is a list of them; one of a decision has its words below', () => {
    expect(decided('- **decisions**', '    - we rent', '    - we pay')).toEqual(['we rent', 'we pay'])
    expect(decided('- **DECISION**:', '    - we rent', '    - we pay')).toEqual(['we rent; we pay'])
    expect(decided('- **proposal** rent', '    - consensed.')).toEqual(['**proposal** rent'.replaceAll('*', '')])
  })

  it.each([
    '- decision-making is slow',
    '- Decision on status',
    '- who makes decisions?',
    '- need consensus on this',
    '- rough consensus',
    '- to be decided',
    '- can we decide to rent?',
    '- dc: we agreed at an all hands to rent',
  ])('no decision: %s', (line) => expect(decided(line)).toEqual([]))
})
