import { describe, expect, it } from 'vitest'
import type { Item } from '../model.ts'
import { parseNote } from './parse.ts'

const people = [
  { id: 'bl', name: 'Benedict Lake', initials: 'bl', aliases: ['ben'] },
  { id: 'dc', name: 'Dawn Cole', initials: 'dc', aliases: ['dawn'] },
  { id: 'el', name: 'Elon', initials: 'el', aliases: [] },
  { id: 'pc', name: 'Patrick Conn', initials: 'pc', aliases: ['patcon'] },
  { id: 'yj', name: 'Yurko', initials: 'yj', aliases: [] },
]
const web = 'https://github.com/us'
const issue = (number: number) => `[#${number}](${web}/organizing/issues/${number})`
const hidden = (number: number) => `[private#${number}](${web}/organizing-private/issues/${number})`

function read(...lines: readonly string[]) {
  const context = { people, homeRepository: 'organizing', owner: 'us' }
  const note = parseNote(
    ['# 2020-06-22 Us: Infra', 'Attending: yj, el, pc, bl', '', '## Notes', ...lines].join('\n'),
    context,
  )
  const only = <Kind extends Item['kind']>(kind: Kind) =>
    note.items.filter((item): item is Extract<Item, { kind: Kind }> => item.kind === kind && item.line > 4)
  return { note, only, kinds: note.items.filter(({ line }) => line > 4).map(({ kind }) => kind) }
}

const of = (repo: string, number: number) => ({ repo, number })
const organizing = (number: number) => of('organizing', number)
const secret = (number: number) => of('organizing-private', number)

describe('boards, columns and moves', () => {
  it('1: damaged stars are set right, and a link whose words are code with brackets is no issue', () => {
    const { note, only } = read('- Review [`[priority-â˜…â˜…â˜…]`][l-pri-hi] [`[priority-â˜…â˜†â˜†]`][l-pri-lo]')
    expect(note.repaired).toBe(true)
    expect(note.lines.at(-1)?.text).toBe('- Review [`[priority-★★★]`][l-pri-hi] [`[priority-★☆☆]`][l-pri-lo]')
    expect(only('reference')).toEqual([])
  })

  it('2: a tab is four columns, so that DOING is the column of the lines that follow it', () => {
    const { note, only } = read('- Review', '    - DOING', `\t- ${issue(246)} tuning`)
    expect(only('column')).toMatchObject([{ line: 6, name: 'doing' }])
    expect(note.lines.slice(5).map(({ indent, parent }) => [indent, parent])).toEqual([
      [4, 5],
      [4, 5],
    ])
  })

  it('3: TODO with lines below it is a column, not a task', () => {
    const { note, only } = read('- Review', '    - TODO', `        - ${hidden(68)} joining`)
    expect(only('column')).toMatchObject([{ name: 'todo' }])
    expect(only('todo')).toEqual([])
    expect(note.lines.at(-1)?.parent).toBe(6)
  })

  it('4: a tab and four blanks are eight columns, and ben is bl', () => {
    const { note, only } = read(`\t- ${issue(246)}`, '\t    - ben: get people paid', '        - bl: skip tuning')
    expect(note.lines.slice(5).map(({ parent }) => parent)).toEqual([5, 5])
    expect(only('statement').map(({ speakers }) => speakers)).toEqual([['bl'], ['bl']])
  })

  it('5: #movedto moves the nearest issue above', () => {
    const { only } = read(`- ${issue(239)} cloud`, '    - no updates.', '    - #movedto backlog')
    expect(only('move')).toMatchObject([{ line: 7, ...organizing(239), to: 'backlog', closes: false }])
  })

  it('6: #moved to DONE. closed also closes', () => {
    const { only } = read(`- ${issue(253)}`, '    - #moved to DOING', `- ${issue(175)}`, '    - #moved to DONE. closed')
    expect(only('move')).toMatchObject([
      { ...organizing(253), to: 'doing', closes: false },
      { ...organizing(175), to: 'done', closes: true },
    ])
    expect(only('done')).toMatchObject([organizing(175)])
  })

  it('7: a move without its hash is less sure, and "todo" in it is no task', () => {
    const { only } = read(`- ${issue(246)}`, '    - moved to todo. will close when roles are used.')
    expect(only('move')).toMatchObject([{ ...organizing(246), to: 'todo' }])
    expect(only('move')[0]?.confidence).toBeLessThan(0.8)
    expect(only('todo')).toEqual([])
  })

  it('8: a state that wishes for a move is asked about, and "current status" is nobody', () => {
    const { only } = read(`- ${hidden(68)}`, '    - current status: move to BACKLOG')
    expect(only('suggestion')).toMatchObject([{ ...secret(68), to: 'backlog' }])
    expect(only('suggestion')[0]?.confidence).toBeLessThan(0.5)
    expect([...only('move'), ...only('statement')]).toEqual([])
  })
})

describe('tasks', () => {
  it('9: the person in brackets at the end; an address in the text is nobody', () => {
    const { only } = read('- #todo talk to chris@other (ben)')
    expect(only('todo')).toMatchObject([{ text: 'talk to chris@other', assignees: ['bl'] }])
  })

  it('20: a todo without its hash, for a group', () => {
    const { only } = read(`- ${hidden(67)} todo:infra-wg fill out the poll`)
    expect(only('todo')).toMatchObject([{ text: 'fill out the poll', assignees: ['infra-wg'], about: secret(67) }])
  })

  it('21: two tasks on a line, and a mark of privacy', () => {
    const { only } = read('- #todo:dc spawn [private--for now!] issue, make clear to review #todo:all')
    expect(only('todo').map(({ assignees }) => assignees)).toEqual([['dc'], ['all']])
    expect(only('private')).toMatchObject([{ text: '[private--for now!]' }])
  })

  it('22: two people, and a colon behind them', () => {
    const { only } = read('- #todo:bl+dc: add a clause')
    expect(only('todo')).toMatchObject([{ text: 'add a clause', assignees: ['bl', 'dc'] }])
  })

  it('23: words before it, and the issue that it already became', () => {
    const { only } = read(`- telephone stuff #todo:yj create issue -> ${issue(372)}`)
    expect(only('todo')).toMatchObject([{ text: 'create issue', assignees: ['yj'], became: organizing(372) }])
  })

  it('25: initials at the very end', () => {
    const { only } = read('- #recommendation: card right away. #todo research yj')
    expect(only('todo')).toMatchObject([{ text: 'research', assignees: ['yj'] }])
  })

  it('28: the speaker, by a first name', () => {
    const { only } = read('- Dawn: #todo volunteered to record it')
    expect(only('todo')).toMatchObject([{ text: 'volunteered to record it', assignees: ['dc'] }])
  })

  it('29: two tasks of nobody, each ending at the next', () => {
    const { only } = read('- nothing. #todo poke her. #todo contract.')
    expect(only('todo')).toMatchObject([
      { text: 'poke her.', assignees: [] },
      { text: 'contract.', assignees: [] },
    ])
  })
})

describe('speakers and votes', () => {
  it('10: a speaker, and a supporter behind', () => {
    const { only } = read('- yj: nice to have a fallback. +1 bl')
    expect(only('statement')).toMatchObject([{ speakers: ['yj'] }])
    expect(only('vote')).toMatchObject([{ voter: 'bl', value: 1, on: 5 }])
  })

  it('11: a proposal with votes in brackets', () => {
    const { only } = read('- el: no, never leave the server (yj, bl: +1)')
    expect(only('vote')).toMatchObject([{ voter: 'yj' }, { voter: 'bl' }])
    expect(only('statement')).toMatchObject([{ speakers: ['el'] }])
  })

  it('12: votes on a line of their own are for the line above', () => {
    const { only } = read('- el: one user is the only login', '    - pc, yj, el: +1')
    expect(only('vote')).toMatchObject(['pc', 'yj', 'el'].map((voter) => ({ line: 6, voter, value: 1, on: 5 })))
  })

  it('13: a word with a colon that is nobody does not speak', () => {
    expect(read('- revist: when a new version comes out').kinds).toEqual(['text'])
  })

  it('14: DONE with an address is proof for what is above, not a column', () => {
    const { only } = read(
      `- ${issue(147)} small tasks`,
      '    - pc to use the bot',
      `        - DONE: ${web}/handbook/pull/89`,
    )
    expect(only('done')).toMatchObject([{ state: 'done' }])
    expect(only('reference')).toMatchObject([organizing(147), of('handbook', 89)])
    expect(only('column')).toEqual([])
  })

  it('24: two people take notes, and the queue is what the last note left', () => {
    const { note } = read()
    expect(note.header.attending).toHaveLength(4)
    const text = '# 2020-01-20 X\n\nNotetaker: pc,el :raising_hand: Next up: COPY FROM PAST WEEK\n'
    const { header } = parseNote(text, { people, homeRepository: 'organizing' })
    expect(header).toMatchObject({ notetaker: [{ who: 'pc' }, { who: 'el' }], nextUp: [] })
  })

  it('27: a mistyped vote', () => {
    const { only } = read('- yj: +! to (1)')
    expect(only('vote')).toMatchObject([{ voter: 'yj', value: 1 }])
    expect(only('vote')[0]?.confidence).toBeLessThanOrEqual(0.5)
  })

  it('30: votes that are only counted, and what they decide', () => {
    const { only } = read('- are we good to move forward with this? +7 CONSENSUS')
    expect(only('tally')).toMatchObject([{ count: 7, value: 1 }])
    expect(only('decision')).toHaveLength(1)
    expect(only('vote')).toEqual([])
  })
})

describe('issues', () => {
  it('15: #private/48 is private#48', () => {
    expect(read('#private/48 - Waiting').only('reference')).toMatchObject([secret(48)])
  })

  it('16 and 17: a number that means another issue is doubted, when titles are known', () => {
    const titles = new Map([
      ['organizing#67', 'Order business cards'],
      ['organizing-private#67', 'meet.coop membership'],
    ])
    const text = `- ${issue(67)} - meet.coop, closing off\n- ${issue(67)} business cards`
    const note = parseNote(text, { people, homeRepository: 'organizing', owner: 'us', titles })
    const [wrong, right] = note.items.filter((item) => item.kind === 'reference')
    expect(wrong).toMatchObject({ ...organizing(67), likely: secret(67) })
    expect(wrong?.confidence).toBeLessThan(0.5)
    expect(right).toMatchObject({ ...organizing(67), confidence: 0.98 })
  })

  it('18: a repository with a dot in its name, then a speaker', () => {
    const { only } = read('hypha.coop#5 el: still working on it')
    expect(only('reference')).toMatchObject([of('hypha.coop', 5)])
    expect(only('statement')).toMatchObject([{ speakers: ['el'], text: 'still working on it' }])
  })

  it('19: a day behind a hash is no issue', () => {
    expect(read('#announce #2019-07-10 @patcon created a team').kinds).toEqual(['text'])
  })

  it('26: three issues of two repositories in one state', () => {
    const { only } = read(`- ${issue(190)} handbook#13 ${issue(155)} done`)
    const three = [organizing(190), of('handbook', 13), organizing(155)]
    expect(only('reference')).toMatchObject(three)
    expect(only('done')).toMatchObject(three)
  })
})
