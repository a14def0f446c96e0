import type { Answer } from '../../protocol/meeting.ts'
import { formatQuery, parameter } from '../../protocol/query.ts'
import { type RecordingReport, type RecordingsPage, readRecordings } from '../../protocol/recordings.ts'
import { ServerFailure } from '../../protocol/server-failure.ts'
import { MalformedXml } from '../../protocol/xml.ts'
import type { ServerAccess, Servers } from '../servers.ts'

/** A server reads the files of all its recordings for each page. */
const timeoutMs = 30_000
/** A page of a hundred takes less by far; a release before 2.6 gives all recordings in one. */
const mostBytes = 4 * 1024 * 1024
/** More than this a server does not give at once. */
const pageSize = 100
const mostPages = 1000

/**
 * Every recording that lies on a server and was not deleted, all or nothing. Throws `ServerFailure`, also when recordings
 * came or went between two pages: then nobody knows which were passed over.
 */
export async function askRecordings(
  servers: Pick<Servers, 'call'>,
  server: ServerAccess,
): Promise<readonly RecordingReport[]> {
  const found = new Map<string, RecordingReport>()
  let total: number | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const query = formatQuery([
      parameter('state', 'published,unpublished'),
      parameter('offset', String(page * pageSize)),
      parameter('limit', String(pageSize)),
    ])
    const answer = readPage(await servers.call(server, 'getRecordings', query, { timeoutMs, mostBytes }))
    const before = found.size
    for (const one of answer.recordings) found.set(one.recordId, one)
    if (found.size !== before + answer.recordings.length) throw changed()
    if (answer.total === undefined && page === 0) return [...found.values()]
    total ??= answer.total
    if (answer.total !== total && answer.recordings.length > 0) throw changed()
    if (found.size === total) return [...found.values()]
    if (answer.recordings.length === 0) throw changed()
  }
  throw new ServerFailure('garbled', `it lists more than ${mostPages * pageSize} recordings`)
}

function readPage(answer: Answer): RecordingsPage {
  if (!answer.ok) throw new ServerFailure('garbled', `it refuses us: ${answer.key} ${answer.message}`.trim())
  try {
    return readRecordings(answer)
  } catch (error) {
    if (error instanceof MalformedXml) throw new ServerFailure('garbled', error.message, error)
    throw error
  }
}

function changed(): ServerFailure {
  return new ServerFailure('garbled', 'its recordings changed while they were listed')
}
