import { describe, expect, test } from 'vitest'
import { inspectConfig, loadConfig } from './load.ts'

const a = '!cAjsRgDfbXqdpIHfTt:example.coop'
const head =
  'coop: { name: Example, domain: example.coop }\nchat:\n  homeserver: http://localhost:8008\n  token: secret://matrix\n'
const room = (more: string) => `  rooms:\n    - { id: "${a}", name: Talk, owner: Ada, ${more} }\n`
const problemsOf = (text: string) =>
  inspectConfig('coop.yaml', text).problems.map(({ at, message, hint }) => ({ line: at?.line, message, hint }))

describe('chat in coop.yaml', () => {
  test('has its defaults, and a room what it says', () => {
    const { chat } = loadConfig('coop.yaml', `${head}${room('retention: 1 year')}`)
    expect(chat).toMatchObject({ schedule: '0 3 * * 0', zone: 'UTC', notice_days: 7, media: 'room', language: 'en' })
    expect(chat?.retention).toEqual({ count: 3, unit: 'months' })
    expect(chat?.rooms).toEqual([{ id: a, name: 'Talk', owner: 'Ada', retention: { count: 12, unit: 'months' } }])
  })

  test('names a room that is there twice, with both lines', () => {
    const twice = `${head}${room('consent: 2026-06-08')}    - { id: "!b:example.coop", name: B, owner: B }\n    - { id: "${a}", name: C, owner: C }\n`
    expect(problemsOf(twice)).toEqual([
      { line: 8, message: 'this room is in the list already', hint: 'the first is on line 6; remove one of them' },
    ])
  })

  test.each([
    ['schedule: "every week"', 'is no schedule'],
    ['schedule: "0 3 * * 0 7 7"', 'is no schedule'],
    ['schedule: "61 3 * * 0"', 'is no schedule'],
    ['zone: Toronto', 'is no time zone'],
    ['retention: 3 moons', 'is no time for which messages are kept'],
    ['retention: 0 days', 'is no time for which messages are kept'],
    ['retention: 11 years', 'is no time for which messages are kept'],
    ['rooms: [{ id: "#alias:example.coop", name: A, owner: B }]', 'is not the id of a room'],
    ['rooms: [{ id: "", name: A, owner: B }]', 'is not the id of a room'],
    [`rooms: [{ id: "${a}", name: A, owner: B, consent: 2026-02-30 }]`, 'is no day'],
    [`rooms: [{ id: "${a}", name: A }]`, 'is missing'],
  ])('refuses %s', (line, words) => {
    const [problem, ...others] = problemsOf(`${head}  ${line}\n`)
    expect(others).toEqual([])
    expect(problem).toMatchObject({ line: 5, message: expect.stringContaining(words), hint: expect.any(String) })
  })

  test('warns of a token in the file and of a homeserver that is asked in the open', () => {
    const open = head.replace('localhost:8008', 'matrix.example.coop').replace('secret://matrix', 'syt_secret')
    const { warnings } = inspectConfig('coop.yaml', open)
    expect(warnings.map(({ message }) => message)).toEqual([
      'http:// sends everything readable over the network',
      'the secret is written in the file, and anyone who reads the file can use it',
    ])
    expect(JSON.stringify(warnings)).not.toContain('syt_secret')
  })
})
