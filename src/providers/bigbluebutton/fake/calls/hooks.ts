import { tag } from '../../../../protocol/xml.ts'
import { failed, ok, type Reply } from '../answer.ts'
import type { Node } from '../node.ts'
import { type Request, rawParam } from '../request.ts'
import type { Hook } from '../webhooks.ts'

/** hooks/create: registers an address for events; the same address again is told so. */
export function createHook(node: Node, request: Request): Reply {
  const callbackUrl = rawParam(request, 'callbackURL')
  if (callbackUrl === '') {
    return failed('missingParamCallbackURL', 'You must specify a callbackURL in the parameters.')
  }
  const events = rawParam(request, 'eventID').toLowerCase().split(',').filter(Boolean)
  const { hook, isNew } = node.webhooks.add({
    callbackUrl,
    meetingId: rawParam(request, 'meetingID') || undefined,
    events: events.length > 0 ? events : undefined,
    raw: rawParam(request, 'getRaw').toLowerCase() === 'true',
  })
  if (isNew) return ok(tag('hookID', hook.id) + tag('permanentHook', false) + tag('rawData', hook.raw))
  const message = 'There is already a hook for this callback URL.'
  return ok(tag('hookID', hook.id) + tag('messageKey', 'duplicateWarning') + tag('message', message))
}

/** hooks/list: every hook, or with a meetingID those that learn of it. */
export function listHooks(node: Node, request: Request): Reply {
  const hooks = node.webhooks.list(rawParam(request, 'meetingID') || undefined)
  return ok(`<hooks>${hooks.map(render).join('')}</hooks>`)
}

/** hooks/destroy: forgets a hook. */
export function destroyHook(node: Node, request: Request): Reply {
  const id = rawParam(request, 'hookID')
  if (id === '') return failed('missingParamHookID', 'You must specify a hookID in the parameters.')
  if (!node.webhooks.remove(Number(id))) return failed('destroyMissingHook', 'The hook informed was not found.')
  return ok(tag('removed', true))
}

function render({ id, callbackUrl, meetingId, events, raw }: Hook): string {
  const meeting = meetingId === undefined ? '' : `<meetingID><![CDATA[${meetingId}]]></meetingID>`
  const only = events ? tag('eventID', events.join(',')) : ''
  const address = `<callbackURL><![CDATA[${callbackUrl}]]></callbackURL>`
  return `<hook>${tag('hookID', id)}${address}${meeting}${only}${tag('permanentHook', false)}${tag('rawData', raw)}</hook>`
}
