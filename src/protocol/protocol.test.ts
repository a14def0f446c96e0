import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { algorithms, checksum, createMatcher, matches, signQuery, sortedForm, splitChecksum } from './checksum.ts'
import { readAnswer, readCount, readMeetings } from './meeting.ts'
import { metadataOf } from './metadata.ts'
import { readModules } from './modules.ts'
import { formatQuery, parameter, parseQuery, UndecodableQuery, valueOf, withValue } from './query.ts'
import { escapeXml, MalformedXml, parseXml, renderXml, tag } from './xml.ts'

const secret = 'k3yForTestsOnly'

describe('checksums', () => {
  test.each([
    ['getMeetings', '', 'sha1', '31701dc8662a43b0f4782d9948727414be96c58c'],
    ['getMeetings', '', 'sha256', '06a08d2030ec7290bb5e1a677acffbe85db2a3b962dc9f87fa53aba494fca13f'],
    ['create', 'name=Blue+Room&meetingID=room-7', 'sha1', 'e871750bb8543c1b96a9090accbb88bc48599b99'],
    ['create', 'name=Blue%20Room&meetingID=room-7', 'sha1', '58010adc89c31c0b48b4f47395dbc7016fcd0605'],
    [
      'isMeetingRunning',
      'meetingID=room-7',
      'sha384',
      'd042b1ce4aec6bbac14ea3e232adc323ed6aa6026659b5628fd7b157fec8b2c232a6ad3fb0b2c37c07d8fe933fc81349',
    ],
    [
      'hooks/create',
      'callbackURL=https%3A%2F%2Fapp.example.net%2Fhook',
      'sha1',
      'a1e2da5d80e692660e77bd7c8f3ddb2705424268',
    ],
  ] as const)('%s over %s with %s is as the protocol says', (call, query, algorithm, sum) => {
    expect(checksum(algorithm, call, query, secret)).toBe(sum)
    const signed = splitChecksum(signQuery(algorithm, call, query, secret))
    expect(signed).toEqual({ query, checksum: sum, algorithm })
    expect(signed && matches(signed, call, secret)).toBe(true)
    expect(signed && matches(signed, call, 'another')).toBe(false)
  })

  test('a checksum may stand first, in the middle or last', () => {
    const sum = checksum('sha1', 'join', 'a=1&b=2', secret)
    for (const raw of [`checksum=${sum}&a=1&b=2`, `a=1&checksum=${sum}&b=2`, `a=1&b=2&checksum=${sum}`]) {
      expect(splitChecksum(raw)?.query).toBe('a=1&b=2')
    }
  })

  test('every occurrence of the same value disappears, another value stays and is signed', () => {
    const sum = checksum('sha1', 'join', 'a=1', secret)
    expect(splitChecksum(`checksum=${sum}&a=1&checksum=${sum}`)?.query).toBe('a=1')
    expect(splitChecksum(`a=1&checksum=${sum}&checksum=x`)?.query).toBe('a=1&checksum=x')
  })

  test('an encoded &checksum= inside a value is data', () => {
    const query = 'name=a%26checksum%3Db'
    expect(splitChecksum(signQuery('sha1', 'create', query, secret))?.query).toBe(query)
  })

  test.each(['', 'a=1', 'checksum=', 'checksum=zz', `checksum=${'a'.repeat(39)}`, `checksum=${'g'.repeat(40)}`])(
    'no checksum can be taken from "%s"',
    (raw) => expect(splitChecksum(raw)).toBeUndefined(),
  )

  test('an upper-case checksum is accepted, an empty secret never', () => {
    const signed = splitChecksum(`checksum=${checksum('sha256', 'create', '', secret).toUpperCase()}`)
    expect(signed && matches(signed, 'create', secret)).toBe(true)
    const unsigned = splitChecksum(`checksum=${checksum('sha256', 'create', '', '')}`)
    expect(unsigned && matches(unsigned, 'create', '')).toBe(false)
  })

  test('the old form signing sorts names and encodes values as Java does', () => {
    expect(
      sortedForm([
        { name: 'name', value: 'Blue Room~*' },
        { name: 'checksum', value: 'x' },
        { name: 'meetingID', value: 'é' },
      ]),
    ).toBe('meetingID=%C3%A9&name=Blue+Room%7E*')
  })
})

describe('queries', () => {
  test('decode, keep their raw text, and lose control characters and surrounding space', () => {
    const parameters = parseQuery('a=x+y&b=%20%00caf%C3%A9%0A&&c&a=2')
    expect(parameters.map((p) => [p.name, p.value])).toEqual([
      ['a', 'x y'],
      ['b', 'café'],
      ['c', ''],
      ['a', '2'],
    ])
    expect(formatQuery(parameters)).toBe('a=x+y&b=%20%00caf%C3%A9%0A&c&a=2')
    expect(valueOf(parameters, 'a')).toBe('x y')
  })

  test('replacing a value keeps its place and removes repetitions', () => {
    expect(formatQuery(withValue(parseQuery('a=1&b=2&a=3'), 'a', 'x y'))).toBe('a=x%20y&b=2')
    expect(formatQuery(withValue([], 'a', "it's"))).toBe('a=it%27s')
  })

  test.each(['a=%', 'a=%zz', '%=1', 'a=%ff', 'a=%ed%a0%80'])('%s is refused, not repaired', (query) => {
    expect(() => parseQuery(query)).toThrow(UndecodableQuery)
  })

  test('any text survives being made a parameter and read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const clean = parseQuery(parameter('n', value).raw)[0]?.value
        expect(parseQuery(parameter('n', clean ?? '').raw)[0]?.value).toBe(clean)
      }),
    )
  })
})

describe('XML', () => {
  test('what is written is read back, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = tag('a', text)
        const read = parseXml(written)
        expect(renderXml(read)).toBe(renderXml(parseXml(renderXml(read))))
        expect(parseXml(tag('a', read.text)).text).toBe(read.text)
      }),
    )
  })

  test('illegal characters and lone surrogates are dropped, markup is escaped', () => {
    expect(escapeXml('a\u0000\ud800<b> & "c" \'d\' 🌱')).toBe('a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; 🌱')
  })

  test.each([
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '',
    'hello',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
  ])('refuses %s', (text) => expect(() => parseXml(text)).toThrow(MalformedXml))

  test('element names that JavaScript objects treat specially are kept', () => {
    expect(renderXml(parseXml('<r><__proto__>1</__proto__><constructor>2</constructor></r>'))).toBe(
      '<r><__proto__>1</__proto__><constructor>2</constructor></r>',
    )
  })
})

describe('a checksum tried with many secrets', () => {
  const cases = algorithms.flatMap((algorithm) => [10, 5000].map((length) => ({ algorithm, length })))
  test.each(cases)('is that of the right one alone: $algorithm over $length characters', ({ algorithm, length }) => {
    const query = `a=${'é'.repeat(length)}`
    const matchesSecret = createMatcher(
      { query, algorithm, checksum: checksum(algorithm, 'join', query, 'right') },
      'join',
    )
    expect(['wrong', 'right', '', 'righ', 'right'].map(matchesSecret)).toEqual([false, true, false, false, true])
  })
})

describe('modules', () => {
  test.each([
    '<module name="presentation"><document url="U"/></module>',
    '<module name="presentation"><slides url="U"/></module>',
    '<anything name="presentation"><document url="U"/></anything>',
    '<module xmlns:x="urn:x" x:name="presentation"><x:document x:url="U"/></module>',
    '<module name="presentation"><document><deep URL="U"/></document></module>',
  ])('an address is found wherever it stands: %s', (module) => {
    expect(readModules(`<modules>${module}</modules>`).presentationUrls).toEqual(['U'])
  })

  test('content without an address names none', () => {
    const modules = '<modules><module name="presentation"><document name="a.txt">aGk=</document></module></modules>'
    expect(readModules(modules).presentationUrls).toEqual([])
  })
})

describe('answers', () => {
  test('counts are read with or without separators', () => {
    expect(['1', '1,000', '1.000', '1\u202f000', '', 'x', undefined].map(readCount)).toEqual([
      1, 1000, 1000, 1000, 0, 0, 0,
    ])
  })

  test('a success without a meetings element is malformed, an empty one is none', () => {
    expect(() => readMeetings(readAnswer('<response><returncode>SUCCESS</returncode></response>'))).toThrow(
      MalformedXml,
    )
    expect(readMeetings(readAnswer('<response><returncode>SUCCESS</returncode><meetings/></response>'))).toEqual([])
  })

  test('metadata names are lower-cased, and those of another shape dropped', () => {
    const metadata = metadataOf(parseQuery('meta_Presenter=J&meta_a_b=1&meta_1x=1&meta_a-b=2&name=x'))
    expect([...metadata]).toEqual([
      ['presenter', 'J'],
      ['a-b', '2'],
    ])
  })
})
