import { Refusal, success } from '../../protocol/failures.ts'
import { type Parameter, valueOf } from '../../protocol/query.ts'
import { tag } from '../../protocol/xml.ts'
import type { Call } from './calls.ts'
import { json, type Reply, xml } from './reply.ts'

// No recordings are kept yet: every answer is that of a server which has none. docs/limits.md says so.

const none = 'There are no recordings for the meeting(s).'

export function getRecordings(_: Call): Reply {
  return xml(success(`<recordings></recordings>${tag('messageKey', 'noRecordings')}${tag('message', none)}`))
}

export function publishRecordings({ parameters }: Call): Reply {
  requireRecordId(parameters)
  if (!valueOf(parameters, 'publish')) throw new Refusal('missingParamPublish')
  throw notFound()
}

export function deleteRecordings({ parameters }: Call): Reply {
  requireRecordId(parameters)
  throw notFound()
}

export function updateRecordings({ parameters }: Call): Reply {
  requireRecordId(parameters)
  throw notFound()
}

export function getRecordingTextTracks({ parameters }: Call): Reply {
  const message = valueOf(parameters, 'recordID') ? 'No recordings found' : 'Missing param recordID.'
  const messageKey = valueOf(parameters, 'recordID') ? 'noRecordings' : 'missingParamRecordID'
  return json({ returncode: 'FAILED', messageKey, message })
}

export function putRecordingTextTrack({ parameters }: Call): Reply {
  const isNamed = Boolean(valueOf(parameters, 'recordID'))
  return json({
    returncode: 'FAILED',
    messageKey: isNamed ? 'noRecordings' : 'paramError',
    message: isNamed ? 'No recordings found' : 'Missing param recordID.',
  })
}

function requireRecordId(parameters: readonly Parameter[]): void {
  if (!valueOf(parameters, 'recordID')) throw new Refusal('missingParamRecordID')
}

function notFound(): Refusal {
  return Refusal.of('notFound', 'We could not find recordings')
}
