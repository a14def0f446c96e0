import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from './rows.ts'
import { readTable } from './table.ts'

const rows = (text: string) => readTable(text).rows.map(({ line, cells }) => [line, cells])

describe('a list of people is read', () => {
  it.each([
    ['commas', 'name,email\nAda,ada@example.coop\n'],
    ['semicolons', 'Name;E-Mail\nAda;ada@example.coop'],
    ['tabs', 'NAME\tEmail\nAda\tada@example.coop'],
    ['a byte order mark and the line ends of Windows', '\ufeffname,email\r\nAda,ada@example.coop\r\n'],
    ['the line ends of old Macs', 'name,email\rAda,ada@example.coop\r'],
    ['quotation marks', '"name","email"\n"Ada","ada@example.coop"'],
    ['blanks around', ' name , email\n  Ada , ada@example.coop '],
    ['French headings', 'Nom,Courriel\nAda,ada@example.coop'],
    ['columns in another order', 'email,name\nada@example.coop,Ada'],
    ['the column that a spreadsheet leaves at the end', 'name,email,\nAda,ada@example.coop,'],
  ])('with %s', (_, text) => {
    expect(rows(text)).toEqual([[2, { name: 'Ada', email: 'ada@example.coop' }]])
  })

  it('with the line of every row, also below empty lines and cells of several lines', () => {
    expect(rows('\nname,email\n\n"A\nB",a@b\n,,\nC,c@d\n')).toEqual([
      [4, { name: 'A\nB', email: 'a@b' }],
      [7, { name: 'C', email: 'c@d' }],
    ])
  })

  it('with the separator that a spreadsheet names first', () => {
    expect(rows('sep=;\r\nname;email\r\nA, B;a@b')).toEqual([[3, { name: 'A, B', email: 'a@b' }]])
  })

  it('with quotation marks in the middle of a word', () => {
    expect(rows('name,email\nAda "Countess" L,a@b\n"Ada ""C"" L",b@c')).toEqual([
      [2, { name: 'Ada "Countess" L', email: 'a@b' }],
      [3, { name: 'Ada "C" L', email: 'b@c' }],
    ])
  })

  it('and says which columns it does not use', () => {
    expect(readTable('email,phone,Vote\na@b,1,2')).toMatchObject({ fields: ['email'], unused: ['phone', 'Vote'] })
  })

  it.each([
    ['', 'the file is empty'],
    ['\n \n', 'the file is empty'],
    ['Ada,Max\nx,y', 'line 1: there is neither a column email nor a column external_id'],
    ['name,email,Mail\nx,y,z', 'line 1: the columns "email" and "Mail" mean the same'],
    ['name,email\nA,a@b\n"B,b@c\nC,c@d\n', 'line 3: a quotation mark is opened here and not closed'],
    [`email\n${'a@b\n'.repeat(10_001)}`, 'the file has 10001 rows, and 10000 at most are imported at once'],
  ])('or refused: %j', (text, message) => {
    expect(() => readTable(text)).toThrow(expect.objectContaining({ code: 'invalid', message }))
  })

  it('or refused, whatever it is', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', '\n', '\r', ';', ',', '\t', '-', 'a@b', '\0', '\ud800'))
    const text = fc.array(cell).map((cells) => `email,name,groups\n${cells.join('')}`)
    fc.assert(
      fc.property(text, (list) => {
        try {
          for (const row of readTable(list).rows) expect(readRow(row).line).toBeGreaterThan(1)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid' })
        }
      }),
    )
  })
})

describe('a row', () => {
  const read = (cells: object, surplus = 0) => readRow({ line: 7, cells, surplus })

  it('leaves a field as it is where its cell is empty, and empties it where it is -', () => {
    expect(read({ external_id: '7' })).toEqual({ line: 7, externalId: '7' })
    const cells = { external_id: '7', email: '-', language: '-', groups: '-', role: 'ADMIN' }
    expect(read(cells)).toEqual({ line: 7, externalId: '7', email: null, language: null, groups: [], role: 'admin' })
  })

  it('names groups with bars between them', () => {
    expect(read({ email: 'a@b', groups: 'Board | Choir, West||board' })).toMatchObject({
      groups: ['Board', 'Choir, West'],
    })
  })

  it.each([
    [{ name: 'Ada' }, ['neither email nor external_id: give one, to recognise them by']],
    [{ email: '-', external_id: '-' }, ['neither email nor external_id: give one, to recognise them by']],
    [{ email: 'ada' }, ['"ada" is not an e-mail address']],
    [
      { email: 'a@b', role: 'boss', language: 'French' },
      [
        'the role "boss" is unknown: write admin or member',
        'the language "French" is unknown: write its code, such as en, fr or pt-BR',
      ],
    ],
    [{ email: 'a@b', name: 'a\nb' }, ['the name must be one line of at most 200 characters']],
    [{ email: 'a@b', groups: 'x'.repeat(201) }, ['the name of a group must have at most 200 characters']],
  ])('is refused with all that is wrong with it: %j', (cells, problems) => {
    expect(read(cells)).toEqual({ line: 7, problems })
  })

  it('is refused when cells stand right of the headings', () => {
    expect(read({ email: 'a@b' }, 1)).toMatchObject({ problems: [expect.stringContaining('more cells than headings')] })
  })
})
