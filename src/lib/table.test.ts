import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderFields, renderTable } from './table.ts'

describe('a table', () => {
  it('aligns its columns, numbers at the right', () => {
    const rows = [
      ['bbb1', '7', 'online'],
      ['bbb-large', '120', 'offline'],
    ]
    expect(renderTable(['server', 'people', 'condition'], rows, { right: ['people'] })).toBe(
      ['server     people  condition', 'bbb1            7  online', 'bbb-large     120  offline'].join('\n'),
    )
  })

  it('cuts the widest column to fit', () => {
    const text = renderTable(['id', 'name'], [['m1', 'a very long name of a meeting']], { width: 20 })
    expect(text.split('\n')[1]).toBe('m1  a very long nam…')
  })

  it('lets no control character through to the terminal', () => {
    expect(renderTable(['name'], [['red\u001b[31m\nalert\u202e']])).toBe('name\nred [31m alert')
  })

  it('never exceeds the width as long as columns may shrink', () => {
    const cell = fc.string({ maxLength: 60, unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell)), fc.integer({ min: 30, max: 200 }), (rows, width) => {
        const lines = renderTable(['a', 'b', 'c'], rows, { width }).split('\n')
        expect(lines).toHaveLength(rows.length + 1)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('fields', () => {
  it('leaves out what is not there', () => {
    const fields = [
      ['url', 'http://x'],
      ['error', undefined],
      ['capacity', '150'],
    ] as const
    expect(renderFields(fields)).toBe('url       http://x\ncapacity  150')
  })
})
