import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { type Algorithm, algorithms, checksum } from '../src/protocol/checksum.ts'
import { failures } from '../src/protocol/failures.ts'
import { child, parseXml } from '../src/protocol/xml.ts'
import { calls } from '../src/web/bbb/calls.ts'
import { fail, sharedRig } from './conformance/shared.ts'
import { bytesOf, type RawAnswer, type RawRequest, sendRaw } from './raw-http.ts'
import { mainSecret } from './rig.ts'

// Whatever is sent, well signed or not, the gateway answers in the words of the API, tells nothing of its inside, and
// answers the next one. What cannot be read as HTTP at all may be refused by the HTTP parser.

const rigOf = sharedRig({ servers: 2, extra: 'web: { trusted_proxies: ["127.0.0.1/32"] }' })
const api = '/bigbluebutton/api'

afterEach(async () => {
  const answer = await rigOf().call('getMeetings')
  expect(answer.text('returncode')).toBe('SUCCESS')
  await rigOf().look()
  const servers = rigOf().app.gateway.context.pool.list()
  expect(servers.map(({ health }) => health.condition)).toEqual(['online', 'online'])
})

const ofServers = ['guestDeniedAccess', 'nonUniqueVoiceBridge', 'parentMeetingIdMissing', 'presentationDisabled']
const ofJson = ['noRecordings', 'paramError', 'missingSession']
const keys = new Set<string>([...Object.keys(failures), ...ofServers, ...ofJson])

/** Expects an answer that a BigBlueButton server could give, and nothing else in it. */
function judge(answer: RawAnswer | undefined, request: RawRequest): void {
  if (!answer) return fail('no answer')
  expectNoLeak(answer)
  const isOfParser = answer.status === 431 || answer.status === 400
  if (isOfParser) return expect(answer.body).toBe('')
  expect([200, 302, 404]).toContain(answer.status)
  if (answer.status === 404) return expect(request.target.startsWith(`${api}?`)).toBe(false)
  if (answer.status === 302) return expect(answer.headers.get('location')).toMatch(/^https?:\/\//)
  if (request.method === 'HEAD') return expect(answer.body).toBe('')
  const { returncode, key } = outcomeOf(answer)
  expect(['SUCCESS', 'FAILED']).toContain(returncode)
  if (returncode === 'FAILED') expect(keys).toContain(key)
}

function outcomeOf({ headers, body }: RawAnswer): { returncode: string | undefined; key: string | undefined } {
  if (headers.get('content-type')?.startsWith('application/json')) {
    const { response } = JSON.parse(body) as { response: { returncode: string; messageKey: string } }
    return { returncode: response.returncode, key: response.messageKey }
  }
  const root = parseXml(body)
  expect(root.name).toBe('response')
  return { returncode: child(root, 'returncode')?.text, key: child(root, 'messageKey')?.text }
}

function expectNoLeak({ head, body, status }: RawAnswer): void {
  const shown = status === 302 ? head.replace(/^location:.*$/im, '') + body : head + body
  expect(shown).not.toMatch(/mycel-[0-9a-f]{10}|node_modules|\.ts:\d+|at async |secret-of-|127\.0\.0\.1:\d{2}/)
  expect(shown).not.toContain(mainSecret)
}

const names = [
  ['meetingID', 'name', 'fullName', 'password', 'role', 'attendeePW', 'moderatorPW', 'createTime', 'voiceBridge'],
  ['record', 'duration', 'maxParticipants', 'meta_x', 'meta_endCallbackUrl', 'meta_server-tag', 'userdata-x'],
  ['redirect', 'errorRedirectUrl', 'logoutURL', 'guest', 'recordID', 'publish', 'state', 'limit', 'offset', 'kind'],
  ['callbackURL', 'hookID', 'eventID', 'message', 'userName', 'sessionToken', 'isBreakout', 'parentMeetingID'],
  ['presentationUploadExternalUrl', 'preUploadedPresentation', 'welcome', 'meetingID[]', 'a[b]', 'checksum'],
].flat()
const nasty = [
  ['', '%', '%zz', '%0', '%00', 'a%00b', '%ED%A0%80', '%FF%FE', '%C0%AF', '%0D%0ASet-Cookie:%20x=1', '%3C!--', '+'],
  ['%22%3E%3Cscript%3E', 'true', 'false', '0', '-1', '1e309', 'NaN', '99999999999999999999', '%F0%9F%A6%8A'],
  ['javascript:alert(1)', 'http://127.0.0.1:1/', 'http://[::1', '//', '..%2F..%2Fetc', '%7B%7B7*7%7D%7D', '${x}'],
  ["'%20or%20'1'='1", '__proto__', 'constructor', '%E2%80%AE', 'ＦＦ'.normalize('NFKC'), 'x'.repeat(300)],
  ['y'.repeat(20_000)],
].flat()

const encoded = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed()))
const value = fc.oneof(fc.constantFrom(...nasty), encoded, fc.constantFrom('room-1', 'room-2', 'room-3'))
const pair = fc
  .tuple(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, encoded), value, fc.boolean())
  .map(([name, text, bare]) => (bare && text === '' ? name : `${name}=${text}`))
const meetingId = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('room-1', 'room-2') }, value)
const sensible = fc
  .tuple(meetingId, value)
  .map(([id, name]) => [`meetingID=${id}`, `name=n${name}`, `fullName=f${name}`])
const query = fc
  .tuple(
    fc.oneof(sensible, fc.constant([])),
    fc.array(pair, { maxLength: 6 }),
    fc.constantFrom('&', '&', '&', '&&', ';'),
  )
  .map(([first, more, separator]) => [...first, ...more].join(separator))

const signed = [...calls.keys()]
const open = [
  '',
  'getJoinUrl',
  'feedback',
  'getUser',
  'enter',
  'hooks/ping',
  'create/',
  'Create',
  'create%20',
  '%63reate',
]
const call = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...signed) }, fc.constantFrom(...open), encoded)
type Signing = Algorithm | 'wrong' | 'none' | 'first' | 'twice'
const signing = fc.constantFrom<Signing>(...algorithms, ...algorithms, 'wrong', 'none', 'first', 'twice')

function sign(name: string, text: string, how: Signing): string {
  if (how === 'none') return text
  const isOdd = how === 'wrong' || how === 'first' || how === 'twice'
  const sum = checksum(isOdd ? 'sha256' : how, name, text, how === 'wrong' ? 'guessed' : mainSecret)
  const parts = how === 'first' ? [`checksum=${sum}`, text] : [text, `checksum=${sum}`]
  return [...parts, ...(how === 'twice' ? [`checksum=${sum}`] : [])].filter((part) => part !== '').join('&')
}

/** Somebody else every time, so that nobody is locked out for guessing. */
const somebody = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((parts) => [['x-forwarded-for', `10.${parts.join('.')}`]] as [string, string][])
const bounded = { numRuns: 2000, interruptAfterTimeLimit: 12_000 }

async function ask(request: RawRequest): Promise<void> {
  const answer = await sendRaw(rigOf().url, bytesOf(request))
  judge(answer, request)
  const location = answer?.headers.get('location')
  // People who are let in are in the listings from then on.
  if (location && rigOf().servers.some(({ url }) => location.startsWith(url))) await fetch(location)
}

test('any query is answered in the words of the API', async () => {
  const request = fc
    .tuple(call, query, signing, somebody, fc.constantFrom('GET', 'GET', 'GET', 'POST', 'HEAD'))
    .map(([name, text, how, headers, method]) => {
      const asked = sign(decodeURIComponent(name), text, how)
      return { method, target: `${api}/${name}${asked === '' ? '' : `?${asked}`}`, headers, body: undefined }
    })
  await fc.assert(fc.asyncProperty(request, ask), bounded)
})

test('any form body is answered in the words of the API', async () => {
  const request = fc.tuple(call, query, query, signing, somebody).map(([name, text, form, how, headers]) => ({
    method: 'POST',
    target: `${api}/${name}${text.length % 2 === 0 ? '' : `?${text}`}`,
    headers: [...headers, ['content-type', 'application/x-www-form-urlencoded']] as [string, string][],
    body: Buffer.from(
      `${form.replaceAll('%20', ' ').replaceAll('%F0%9F%A6%8A', '🦊')}&${sign(decodeURIComponent(name), '', how)}`,
    ),
  }))
  await fc.assert(fc.asyncProperty(request, ask), bounded)
})

const xmlPieces = [
  ['<modules>', '</modules>', '<module name="presentation">', '</module>', '<document url="http://127.0.0.1:1/a"/>'],
  ['<![CDATA[', ']]>', '<!--', '-->', '&amp;', '&x;', '&#0;', '&#xD800;', '<?xml version="1.0"?>', '<?x?>', '"', '<'],
  [
    '<!DOCTYPE a [<!ENTITY x "y">]>',
    '<document name="a">AAAA</document>',
    'text',
    '\u0000',
    '\ufffe',
    '<a:b xmlns:a="c">',
  ],
].flat()
const xmlPiece = fc.constantFrom(...xmlPieces)
const contentTypes = [
  ['application/xml', 'text/xml; charset=utf-16', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  ['multipart/form-data; boundary=x', 'application/json', 'text/plain', 'garbage', '/', ';;;', 'application/xml;;'],
].flat()
const body = fc.oneof(
  fc.array(xmlPiece, { maxLength: 12 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.array(xmlPiece, { maxLength: 8 }).map((pieces) => Buffer.from(`<modules>${pieces.join('')}</modules>`)),
  fc.string().map((text) => Buffer.from(`--x\r\nContent-Disposition: form-data; name="${text}"\r\n\r\nv\r\n--x--`)),
)

test('any body is answered in the words of the API', async () => {
  const uploads = fc.constantFrom(
    'create',
    'insertDocument',
    'putRecordingTextTrack',
    'end',
    'join',
    'getMeetings',
    'feedback',
  )
  const request = fc
    .tuple(uploads, fc.constantFrom(...contentTypes), body, signing, somebody)
    .map(([name, type, content, how, headers]) => ({
      method: 'POST',
      target: `${api}/${name}?${sign(name, `meetingID=room-1&name=Body&fullName=Ada&recordID=x&sessionToken=abcdefgh`, how)}`,
      headers: [...headers, ['content-type', type]] as [string, string][],
      body: content,
    }))
  await fc.assert(fc.asyncProperty(request, ask), bounded)
})

const createTarget = (id: string) => `${api}/create?${sign('create', `meetingID=${id}&name=Large`, 'sha256')}`
const deep = `${'<modules>'.repeat(200_000)}`
const entities = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><modules>&b;</modules>'

test.each<[string, string, Buffer | string, string]>([
  ['five megabytes of text', 'application/xml', 'a'.repeat(5_000_000), 'FAILED'],
  ['five megabytes of a form', 'application/x-www-form-urlencoded', `x=${'a'.repeat(5_000_000)}`, ''],
  ['five megabytes of slides', 'application/xml', slides('A'.repeat(5_000_000)), 'SUCCESS'],
  ['more than it takes', 'application/xml', slides('A'.repeat(17_000_000)), 'FAILED'],
  ['nesting without end', 'application/xml', deep, 'FAILED'],
  ['millions of elements', 'application/xml', `<modules>${'<a/>'.repeat(1_000_000)}</modules>`, ''],
  ['entities', 'application/xml', entities, 'FAILED'],
  [
    'a document type of another host',
    'application/xml',
    '<!DOCTYPE m SYSTEM "http://127.0.0.1:1/x"><modules/>',
    'FAILED',
  ],
  ['half a document', 'application/xml', slides('AAAA').slice(0, 40), 'FAILED'],
  ['another document', 'application/xml', '<html></html>', 'FAILED'],
  ['bytes that are no UTF-8', 'application/x-www-form-urlencoded', Buffer.from([0x61, 0x3d, 0xff, 0xfe]), 'FAILED'],
  ['slides that are no UTF-8', 'application/xml', Buffer.from([0x3c, 0x6d, 0xff, 0x3e]), 'FAILED'],
  ['a parameter a million times', 'application/x-www-form-urlencoded', 'a=1&'.repeat(1_000_000), ''],
  ['a multipart body without end', 'multipart/form-data; boundary=x', '--x\r\n'.repeat(10_000), 'FAILED'],
])('%s is taken or refused', async (_, type, content, returncode) => {
  const headers = [['content-type', type]] as const
  const request = { method: 'POST', target: createTarget('large'), headers, body: Buffer.from(content) }
  const answer = await sendRaw(rigOf().url, bytesOf(request))
  judge(answer, request)
  if (answer && returncode !== '') expect(outcomeOf(answer).returncode).toBe(returncode)
})

test('a compressed body is refused or ignored', async () => {
  const headers = [
    ['content-type', 'application/xml'],
    ['content-encoding', 'gzip'],
  ] as const
  await ask({ method: 'POST', target: createTarget('gzip'), headers, body: gzipSync(slides('A'.repeat(100_000))) })
})

test('any method and any path is answered, never as an error of the server', async () => {
  const method = fc.constantFrom(
    'GET',
    'POST',
    'HEAD',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'QUERY',
  )
  const piece = fc.oneof(
    encoded,
    fc.constantFrom('bigbluebutton', 'api', 'o', 'main', '..', '.', '', '%2e%2e', '%', '%zz', '%00'),
  )
  const path = fc.oneof(
    fc.array(piece, { maxLength: 6 }).map((pieces) => `/${pieces.join('/')}`),
    fc.array(piece, { maxLength: 3 }).map((pieces) => `${api}/${pieces.join('/')}`),
    fc.tuple(piece, call).map(([id, name]) => `/o/${id}${api}/${name}`),
  )
  const property = fc.asyncProperty(method, path, query, somebody, async (verb, target, text, headers) => {
    const request = { method: verb, target: `${target}?${text}`, headers, body: undefined }
    const answer = await sendRaw(rigOf().url, bytesOf(request))
    expect(answer?.status ?? 0).toBeGreaterThanOrEqual(200)
    expect(answer?.status).toBeLessThan(500)
    if (answer) expectNoLeak(answer)
    if (target.startsWith(`${api}/`) && verb !== 'PROPFIND' && verb !== 'QUERY') judge(answer, request)
  })
  await fc.assert(property, bounded)
})

test('any header is endured', async () => {
  const usual = 'host accept cookie origin range te accept-encoding if-none-match content-type'.split(' ')
  const forwarded = 'x-forwarded-for x-forwarded-host x-forwarded-proto x-http-method-override'.split(' ')
  const name = fc.constantFrom(...usual, ...forwarded)
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('::1', '[::1', 'a:b:c', '%00', '127.0.0.1, x', 'é'.repeat(9)),
  )
  const printable = text.map((given) => given.replace(/[^\x20-\x7e\xa1-\xff]/g, ''))
  const property = fc.asyncProperty(
    fc.array(fc.tuple(name, printable), { maxLength: 5 }),
    call,
    signing,
    async (headers, asked, how) => {
      const target = `${api}/${asked}?${sign(decodeURIComponent(asked), 'meetingID=room-1&name=Headers', how)}`
      await ask({ method: 'GET', target, headers, body: undefined })
    },
  )
  await fc.assert(property, { ...bounded, numRuns: 1000 })
})

const get = `GET ${api}/getMeetings HTTP/1.1\r\nHost: x\r\n`
test.each([
  ['control characters in the address', `GET ${api}/getMeetings?a=\u0001\u0002 HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['a NUL in the address', `GET ${api}/create?name=\u0000 HTTP/1.1\r\nHost: x\r\n\r\n`],
  [
    'letters beyond ASCII in the address',
    `GET ${api}/create?name=日本&meetingID=é HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  ],
  ['no HTTP', 'hello\r\n\r\n'],
  ['a TLS greeting', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
  ['two lengths', `POST ${api}/create HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
  [
    'a length and chunks',
    `POST ${api}/create HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ['a negative length', `POST ${api}/create HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`],
  ['a broken chunk', `POST ${api}/create HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ['no host', `GET ${api}/getMeetings HTTP/1.1\r\n\r\n`],
  ['a folded header', `${get}X-A: b\r\n c\r\nConnection: close\r\n\r\n`],
  ['a header with a NUL', `${get}X-A: \u0000\r\n\r\n`],
  ['a header of a hundred kilobytes', `${get}X-A: ${'a'.repeat(100_000)}\r\n\r\n`],
  ['an address of a hundred kilobytes', `GET ${api}/create?name=${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['an absolute address', `GET http://example.org${api}/getMeetings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ['an expectation', `${get}Expect: the impossible\r\nConnection: close\r\n\r\n`],
  ['an old version', `GET ${api}/getMeetings HTTP/1.0\r\n\r\n`],
])('%s gets an answer that is no error of the server, or none', async (_, bytes) => {
  const answer = await sendRaw(rigOf().url, bytes)
  expect(answer?.status ?? 400).toBeLessThan(500)
  if (answer) expectNoLeak(answer)
})

test('a body that never comes whole is given up when its sender leaves', async () => {
  const head = `POST ${createTarget('half')} HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nContent-Length: 1000\r\n\r\n<mod`
  const { port } = new URL(rigOf().url)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  await new Promise((resolve) => socket.write(head, resolve))
  socket.resetAndDestroy()
  expect((await rigOf().call('getMeetingInfo', 'meetingID=half')).text('messageKey')).toBe('notFound')
})

function slides(content: string): string {
  return `<modules><module name="presentation"><document name="a.pdf">${content}</document></module></modules>`
}
