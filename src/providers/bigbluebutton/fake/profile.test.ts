import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readAnswer } from '../../../protocol/meeting.ts'
import { childText } from '../../../protocol/xml.ts'
import type { ProfileName } from './profile.ts'
import { openRig, type Rig } from './rig.ts'

const secret = 'k3yForTestsOnly'

let rig: Rig

afterEach(async () => {
  await rig[Symbol.asyncDispose]()
})

async function open(profile: ProfileName): Promise<void> {
  rig = await openRig({ profile, secret })
  await rig.call('create', 'name=Room&meetingID=room-7&attendeePW=green4&moderatorPW=amber9')
}

async function postForm(form: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(`${rig.server.url}/getMeetingInfo`, { method: 'POST', body: form, headers })
  return readAnswer(await response.text()).key
}

const sumOf = (text: string) => createHash('sha256').update(`${text}${secret}`).digest('hex')

describe('a server of 2.4', () => {
  beforeEach(() => open('2.4'))

  test('needs the moderator password to end a meeting', async () => {
    const keys = []
    for (const rest of ['', '&password=green4', '&password=amber9']) {
      keys.push((await rig.call('end', `meetingID=room-7${rest}`)).key)
    }
    expect(keys).toEqual(['invalidPassword', 'invalidPassword', 'sentEndMeetingRequest'])
  })

  test('takes a repeated create without passwords for a conflict', async () => {
    expect((await rig.call('create', 'name=Room&meetingID=room-7')).key).toBe('idNotUnique')
  })

  test('knows SHA-1 and SHA-256 only, and no upper case', async () => {
    const sum = sumOf('getMeetings')
    const sha512 = createHash('sha512').update(`getMeetings${secret}`).digest('hex')
    const oks = []
    for (const checksum of [sum, sum.toUpperCase(), sha512]) {
      const response = await fetch(`${rig.server.url}/getMeetings?checksum=${checksum}`)
      oks.push(readAnswer(await response.text()).ok)
    }
    expect(oks).toEqual([true, false, false])
  })

  test('refuses an unsigned join in XML', async () => {
    const query = `meetingID=room-7&fullName=Ada&role=VIEWER&checksum=${'0'.repeat(40)}`
    const response = await fetch(`${rig.server.url}/join?${query}`, { redirect: 'manual' })
    expect(readAnswer(await response.text()).message).toBe('You did not pass the checksum security check')
  })

  test('has neither insertDocument nor sendChatMessage', async () => {
    await expect(rig.call('insertDocument', 'meetingID=room-7')).rejects.toMatchObject({ kind: 'garbled' })
    await expect(rig.call('sendChatMessage', 'meetingID=room-7&message=a')).rejects.toMatchObject({ kind: 'garbled' })
  })

  test('says in its own words that it does not know a meeting', async () => {
    const answer = await rig.call('getMeetingInfo', 'meetingID=other')
    expect([answer.key, answer.message]).toEqual(['notFound', 'We could not find a meeting with that meeting ID'])
  })
})

describe('a form that is posted without a query', () => {
  const signedSorted = `note=a+b%7E&meetingID=room-7&checksum=${sumOf('getMeetingInfomeetingID=room-7&note=a+b%7E')}`
  const signedEmpty = `note=a+b%7E&meetingID=room-7&checksum=${sumOf('getMeetingInfo')}`

  test.each([
    ['2.4', signedSorted, signedEmpty],
    ['2.6', signedSorted, signedEmpty],
    ['2.7.8', signedEmpty, signedSorted],
    ['3.0', signedEmpty, signedSorted],
  ] as const)('is signed the way of %s', async (profile, right, wrong) => {
    await open(profile)
    expect([await postForm(right), await postForm(wrong)]).toEqual(['', 'checksumError'])
  })
})

describe('a join that fails', () => {
  const wrong = 'meetingID=other&fullName=Ada&role=VIEWER&redirect=false'

  test('is answered in XML by 3.0 when no redirect is wanted', async () => {
    await open('3.0')
    expect((await rig.call('join', wrong)).key).toBe('invalidMeetingIdentifier')
  })

  test.each(['2.4', '2.6', '2.7.8'] as const)('is a redirect by %s all the same', async (profile) => {
    await open(profile)
    await expect(rig.call('join', wrong)).rejects.toThrow('HTTP 302')
  })
})

test.each([
  ['2.4', '/html5client/join?'],
  ['3.0', '/html5client/?'],
] as const)('a join of %s leads to its own client page', async (profile, page) => {
  await open(profile)
  const answer = await rig.call('join', 'meetingID=room-7&fullName=Ada&role=VIEWER&redirect=false')
  expect(childText(answer.root, 'url')).toContain(page)
})

test('a server allows only the algorithms it was told to', async () => {
  rig = await openRig({ allowedAlgorithms: ['sha512'] })
  expect((await rig.call('getMeetings')).key).toBe('checksumError')
})

test('the hole of 2.5 to 2.7 lets an unsigned call through, where it is asked for', async () => {
  await open('2.6')
  const forged = `${rig.server.url}/end?meetingID=room-7&presentationUploadExternalUrl=https://example.net&checksum=00`
  const end = async () => readAnswer(await (await fetch(forged)).text()).key
  const before = await end()
  rig.server.quirks = { unsignedUploadUrl: true }
  expect([before, await end()]).toEqual(['checksumError', 'sentEndMeetingRequest'])
})

describe('a session call', () => {
  test('gives another way into the meeting, signed by the server', async () => {
    await open('3.0')
    const joined = await rig.call('join', 'meetingID=room-7&fullName=Ada&role=VIEWER&redirect=false')
    rig.server.quirks = { allowRequestsWithoutSession: true }
    const token = childText(joined.root, 'session_token')
    const answer = await fetch(`${rig.server.url}/getJoinUrl?sessionToken=${token}`)
    const { response } = (await answer.json()) as { response: { returncode: string; url: string } }
    const way = await fetch(response.url, { redirect: 'manual' })
    expect([response.returncode, way.status]).toEqual(['SUCCESS', 302])
  })

  test('without a session says so in JSON', async () => {
    await open('3.0')
    const answer = await fetch(`${rig.server.url}/getJoinUrl?sessionToken=none`)
    expect(await answer.json()).toMatchObject({ response: { returncode: 'FAILED', messageKey: 'missingSession' } })
  })
})
