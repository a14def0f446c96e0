import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTickets } from './tickets.ts'

const tickets = createTickets(Buffer.alloc(32, 7))
const hour = 60 * 60_000
const content = {
  organisation: 'main',
  instance: 'instance-1',
  query: 'fullName=Ada%20Lovelace&meetingID=room-7&password=a-secret-word',
  home: 'https://school.example/after?x=1',
}

describe('a ticket', () => {
  test('says what was put into it, until twelve hours later', () => {
    const text = tickets.issue(content, 1000)
    expect(tickets.read(text, 1000)).toMatchObject({ ...content, expiresAt: 1000 + 12 * hour })
    expect(tickets.read(text, 999 + 12 * hour)).toMatchObject(content)
    expect(tickets.read(text, 1000 + 12 * hour)).toBeUndefined()
  })

  test('carries any text', () => {
    const any = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(any, any, (query, home) => {
        const given = { ...content, query, home }
        expect(tickets.read(tickets.issue(given, 0), 0)).toMatchObject(given)
      }),
    )
  })

  test('is fit for an address and shows nothing of what is in it', () => {
    const text = tickets.issue(content, 0)
    expect(text).toMatch(/^[\w-]+$/)
    const bytes = Buffer.from(text, 'base64url').toString('latin1')
    for (const word of ['Ada', 'secret', 'room', 'school', 'main']) expect(bytes).not.toContain(word)
  })

  test('is another one each time, and so are the places of its holders in line', () => {
    const [one, two] = [tickets.issue(content, 0), tickets.issue(content, 0)]
    expect(one).not.toBe(two)
    expect(tickets.read(one, 0)?.id).not.toBe(tickets.read(two, 0)?.id)
  })

  test('that was changed in any place is none', () => {
    const text = tickets.issue(content, 0)
    for (let i = 0; i < text.length; i++) {
      const other = text[i] === 'A' ? 'B' : 'A'
      expect(tickets.read(text.slice(0, i) + other + text.slice(i + 1), 0)).toBeUndefined()
    }
  })

  test('that was cut, or has something added, is none', () => {
    const text = tickets.issue(content, 0)
    for (let length = 0; length < text.length; length++) expect(tickets.read(text.slice(0, length), 0)).toBeUndefined()
    for (const more of ['A', '=', '.', '\n', ' ', '/', 'AAAA']) expect(tickets.read(text + more, 0)).toBeUndefined()
  })

  test('of another installation is none', () => {
    expect(tickets.read(createTickets(randomBytes(32)).issue(content, 0), 0)).toBeUndefined()
  })

  test('that is any other text is none', () => {
    fc.assert(fc.property(fc.string(), (text) => tickets.read(text, 0) === undefined))
  })
})
