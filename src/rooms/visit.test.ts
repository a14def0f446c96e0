import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aRoom } from '../../test/a-room.ts'
import { isCode, makeCode } from './codes.ts'
import { contents, presets, type RoomSettings } from './presets.ts'
import { admit, type Visitor } from './visit.ts'

const ranks = ['owner', 'member', 'guest'] as const

function come(rank: Visitor['rank'], settings: Partial<RoomSettings>, codes: { access?: string; given?: string } = {}) {
  const room = aRoom({ accessCode: codes.access, moderatorCode: 'lead-me', settings })
  const visit = admit(room, { rank, person: undefined, name: 'Ada', code: codes.given ?? '' })
  return typeof visit === 'string' ? visit : { begins: visit.mayStart, leads: visit.isModerator }
}

describe('whoever comes to a room', () => {
  it.each([
    ['owner', 'owners', true],
    ['member', 'owners', false],
    ['member', 'members', true],
    ['guest', 'members', false],
    ['guest', 'anyone', true],
  ] as const)('as %s, where %s may start: %s', (rank, mayStart, expected) => {
    expect(come(rank, { mayStart })).toMatchObject({ begins: expected })
  })

  it.each([
    ['owner', 'owners', true],
    ['member', 'owners', false],
    ['member', 'members', true],
    ['guest', 'members', false],
  ] as const)('as %s, where %s are moderators: %s', (rank, moderators, expected) => {
    expect(come(rank, { moderators, mayStart: 'anyone' })).toMatchObject({ leads: expected })
  })

  it.each(ranks)('as %s with the moderators’ code begins and leads, access code or not', (rank) => {
    const settings = { mayStart: 'owners', moderators: 'owners' } as const
    expect(come(rank, settings, { access: 'let-me-in', given: 'lead-me' })).toEqual({ begins: true, leads: true })
    expect(come(rank, settings, { given: 'Lead-Me' })).toEqual({ begins: true, leads: true })
  })

  it('is never let in by a code where guests may not come', () => {
    expect(come('guest', { guests: false }, { given: 'lead-me' })).toBe('noGuests')
  })

  it('needs the access code unless they own the room, whatever the settings', () => {
    const settings = fc.record({
      guests: fc.constant(true),
      mayStart: fc.constantFrom('owners', 'members', 'anyone'),
      moderators: fc.constantFrom('owners', 'members'),
    })
    fc.assert(
      fc.property(settings, fc.constantFrom('member', 'guest'), fc.string(), (given, rank, code) => {
        fc.pre(!isCode(code, 'let-me-in') && !isCode(code, 'lead-me'))
        const expected = code === '' ? 'noCode' : 'wrongCode'
        expect(come(rank, given as Partial<RoomSettings>, { access: 'let-me-in', given: code })).toBe(expected)
      }),
    )
  })
})

describe('a code', () => {
  it('is 8 letters and digits that are not mistaken for others', () => {
    expect(makeCode()).toMatch(/^[a-hjkmnp-z2-9]{8}$/)
  })

  it('is none where there is none', () => {
    expect([isCode('', undefined), isCode('', ''), isCode('undefined', undefined)]).toEqual([false, false, false])
  })
})

it('every preset keeps recordings to where they are expected, and asks for a code where the room is private', () => {
  const facts = presets.map((preset) => [preset, contents[preset].settings.recording, contents[preset].hasCode])
  expect(facts).toEqual([
    ['open', 'never', false],
    ['private', 'never', true],
    ['recorded', 'always', false],
  ])
})
