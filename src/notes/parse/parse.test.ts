import { expect, it } from 'vitest'
import { parseNote } from './parse.ts'

const people = [
  { id: 'bl', name: 'Ben Lake', aliases: ['benny'] },
  { id: 'el', name: 'Elo Lind', aliases: [] },
]

it('gives the tasks of a note with those named in them, and the issues it names', () => {
  const note = parseNote('# 2020-01-02 X\n\n- #12\n\t- #todo:el write it\n- ask them #todo (Benny)\n', {
    people,
    homeRepository: 'home',
  })
  expect(note.date).toBe('2020-01-02')
  expect(note.items).toMatchObject([
    { kind: 'section', title: '2020-01-02 X' },
    { kind: 'reference', line: 3, repo: 'home', number: 12 },
    { kind: 'todo', line: 4, text: 'write it', assignees: ['el'], done: false },
    { kind: 'todo', line: 5, text: 'ask them', assignees: ['bl'], done: false },
  ])
})
