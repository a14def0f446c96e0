import { describe, expect, test } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import { readAnswer } from '../../protocol/meeting.ts'
import { parseQuery, valueOf } from '../../protocol/query.ts'
import { ServerFailure } from '../../protocol/server-failure.ts'
import { tag } from '../../protocol/xml.ts'
import type { ServerAccess } from '../servers.ts'
import { askRecordings } from './ask.ts'

const access: ServerAccess = {
  id: 's1',
  url: 'http://127.0.0.1/api',
  secret: new Secret('a-secret'),
  checksum: 'sha256',
}

/** A server that answers each page as it is told to. */
function serverOf(page: (offset: number, limit: number) => string) {
  const asked: number[] = []
  return {
    asked,
    call: async (_server: ServerAccess, _call: string, query: string) => {
      const number = (name: string) => Number(valueOf(parseQuery(query), name))
      asked.push(number('offset'))
      return readAnswer(page(number('offset'), number('limit')))
    },
  }
}

const idsOf = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`)
const render = (ids: readonly string[], rest = '') =>
  `<response><returncode>SUCCESS</returncode><recordings>${ids
    .map((id) => `<recording>${tag('recordID', id)}</recording>`)
    .join('')}</recordings>${rest}</response>`

const failureOf = (asking: Promise<unknown>) =>
  asking.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('recordings', () => {
  test.each([0, 1, 100, 101, 250])('are listed page by page until all are there: %i', async (count) => {
    const all = idsOf(count)
    const server = serverOf((offset, limit) =>
      render(all.slice(offset, offset + limit), count > 0 ? tag('totalElements', count) : ''),
    )
    const found = await askRecordings(server, access)
    expect(found.map(({ recordId }) => recordId)).toEqual(all)
    expect(server.asked).toHaveLength(Math.max(1, Math.ceil(count / 100)))
  })

  test('of a release without pages come in one answer', async () => {
    const server = serverOf(() => render(idsOf(300)))
    expect(await askRecordings(server, access)).toHaveLength(300)
    expect(server.asked).toEqual([0])
  })

  test.each([
    [
      'one was added',
      (offset: number) => render(idsOf(200).slice(offset, offset + 100), tag('totalElements', 200 + offset)),
    ],
    [
      'they moved',
      (offset: number) => render(idsOf(200).slice(offset / 2, offset / 2 + 100), tag('totalElements', 200)),
    ],
    ['some are missing', (offset: number) => render(offset === 0 ? idsOf(100) : [], tag('totalElements', 200))],
  ])('between whose pages %s are not believed', async (_what, page) => {
    const failure = await failureOf(askRecordings(serverOf(page), access))
    expect(failure).toBeInstanceOf(ServerFailure)
  })

  test.each([
    ['refuses', '<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>'],
    [
      'tells a size that is none',
      render([]).replace('<recordings>', '<recordings><recording><recordID>a</recordID><size>x</size></recording>'),
    ],
    ['does not tell', '<response><returncode>SUCCESS</returncode><messageKey>noRecordings</messageKey></response>'],
  ])('of a server that %s are not known', async (_what, answer) => {
    const failure = await failureOf(
      askRecordings(
        serverOf(() => answer),
        access,
      ),
    )
    expect(failure).toMatchObject({ kind: 'garbled' })
  })
})
