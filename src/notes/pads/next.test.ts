import { expect, test } from 'vitest'
import { aNote, notePeople } from '../../../test/a-note.ts'
import { parseNote } from '../parse/parse.ts'
import { agendaOf, noAgenda, takeStep } from './agenda.ts'
import { nextPad, rotate } from './next.ts'
import { templateNames, templates } from './templates.ts'

const read = (text: string) => parseNote(text, { people: notePeople, homeRepository: 'organizing' })
const header = (lines: string) => read(`# 2026-03-02 Board\n\n${lines}\n\n## Notes\n`)

test('roles go to the next of those who attended, and nobody has both', () => {
  expect(rotate(header('Attending: al, mw, gh\nCultivator: al\nNotetaker: mw'))).toMatchObject({
    cultivator: 'mw',
    notetaker: 'gh',
  })
  expect(rotate(header('Attending: al, mw, gh\nCultivator: gh\nNotetaker: gh'))).toMatchObject({
    cultivator: 'mw',
    notetaker: 'al',
  })
  expect(rotate(header('Attending: al\nCultivator: al\nNotetaker: al'))).toMatchObject({
    cultivator: 'al',
    notetaker: 'al',
  })
  expect(rotate(header('Time: ...'))).toEqual({ cultivator: null, notetaker: null, queue: [] })
})

test('a queue of notetakers is kept: its first takes notes, and who did goes to its end', () => {
  const queue = 'Attending: al, mw, gh\nCultivator: al\nNotetaker: mw :raising_hand: Next up: gh, al'
  expect(rotate(header(queue))).toMatchObject({ notetaker: 'gh', queue: ['al', 'mw'] })
  const template = '# YYYY-MM-DD TITLE\n\nCultivator: ...\nNotetaker:  ...\n'
  const { text } = nextPad({ template, date: '2026-03-09', previous: header(queue), people: notePeople })
  expect(text).toMatch(/^Notetaker: {2}gh :raising_hand: Next up: al, mw$/m)
  expect(rotate(read(text)).notetaker).toBe('al')
})

test.each(templateNames)('the template %s has an agenda, and every placeholder is filled', (name) => {
  const { text } = nextPad({ template: templates[name], date: '2026-03-09', previous: read(aNote), people: notePeople })
  expect(agendaOf(read(text)).length).toBeGreaterThan(1)
  expect(text).not.toMatch(/YYYY|TITLE|(?:Cultivator|Notetaker): +\.\.\./)
  expect(text).toContain('    - Backups')
  expect(read(text)).toMatchObject({ date: '2026-03-09', title: 'Example Co-op: Infrastructure' })
})

test('the time of each item is added up over going on, back, pausing and ending', () => {
  const agenda = ['a', 'b'].map((title) => ({ title, minutes: 5, depth: 0 }))
  const first = takeStep(noAgenda, agenda, { do: 'next' }, 0)
  const second = takeStep(first, agenda, { do: 'next' }, 60_000)
  const paused = takeStep(second, agenda, { do: 'pause' }, 90_000)
  const resumed = takeStep(paused, agenda, { do: 'go', title: 'b' }, 500_000)
  const back = takeStep(resumed, agenda, { do: 'back' }, 510_000)
  expect(back).toEqual({ current: 'a', since: 510_000, spent: { a: 60_000, b: 40_000 } })
  expect(takeStep(back, agenda, { do: 'end' }, 520_000)).toEqual({
    current: null,
    since: null,
    spent: { a: 70_000, b: 40_000 },
  })
  expect(takeStep(resumed, agenda, { do: 'next' }, 510_000).current).toBeNull()
})

test.each(templateNames)('the boxes with which the template %s ends are no tasks of the meeting', (name) => {
  const { items } = read(templates[name])
  expect(items.filter(({ kind }) => kind === 'todo')).toEqual([])
  expect(items.filter(({ kind }) => kind === 'checklist')).toHaveLength(templates[name].match(/- \[ \]/g)?.length ?? 0)
})
