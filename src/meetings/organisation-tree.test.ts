import { describe, expect, test } from 'vitest'
import { anOrganisation } from '../../test/meetings.ts'
import { toStandings } from './organisation-tree.ts'

const standings = (...all: Parameters<typeof anOrganisation>[0][]) =>
  toStandings(new Map(all.map((of) => [of?.id ?? 'main', anOrganisation(of)])))

describe('what holds for an organisation', () => {
  test('is the strictest status, the shortest duration and the nearest word of its lineage', () => {
    const standing = standings(
      {
        id: 'top',
        status: 'read-only',
        limits: { recording: false, duration: 60 },
        brand: { welcome: 'Hi', logo: 'top' },
      },
      {
        id: 'low',
        parent: 'top',
        status: 'leaving',
        limits: { recording: true, duration: 90 },
        brand: { logo: 'low' },
      },
    ).get('low')
    expect(standing).toMatchObject({
      lineage: ['low', 'top'],
      status: 'read-only',
      duration: 60,
      recording: false,
      brand: { welcome: 'Hi', logo: 'low' },
    })
  })

  test('counts everything below against a limit, and nothing where there is none', () => {
    const all = standings(
      { id: 'top', limits: { recording: true, users: 5 } },
      { id: 'mid', parent: 'top' },
      { id: 'low', parent: 'mid' },
      { id: 'other' },
    )
    expect(all.get('low')?.bounds).toEqual([
      { organisation: 'top', limits: { recording: true, users: 5 }, members: ['top', 'mid', 'low'] },
    ])
    expect(all.get('other')?.bounds).toEqual([])
  })

  test('ends where the one above is not there, and does not go in circles', () => {
    const all = standings({ id: 'a', parent: 'b' }, { id: 'b', parent: 'a' }, { id: 'c', parent: 'gone' })
    expect(all.get('a')?.lineage).toEqual(['a', 'b'])
    expect(all.get('c')?.lineage).toEqual(['c'])
  })
})
