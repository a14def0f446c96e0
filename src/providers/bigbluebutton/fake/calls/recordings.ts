import { tag } from '../../../../protocol/xml.ts'
import { failed, ok, type Reply } from '../answer.ts'
import type { Node } from '../node.ts'
import { param, type Request } from '../request.ts'

/** getRecordings: a practice server keeps none. */
export function getRecordings(): Reply {
  const message = 'There are no recordings for the meeting(s).'
  return ok(`<recordings></recordings>${tag('messageKey', 'noRecordings')}${tag('message', message)}`)
}

/** publishRecordings, deleteRecordings and updateRecordings: there is nothing to change. */
export function changeRecordings(_node: Node, request: Request): Reply {
  if (param(request, 'recordID') === '') return failed('missingParamRecordID', 'You must specify a recordID.')
  return failed('notFound', 'We could not find recordings')
}
