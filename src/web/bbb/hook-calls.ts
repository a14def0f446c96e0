import type { Hook } from '../../meetings/hooks.ts'
import { requireMeetingId } from '../../meetings/validate.ts'
import { Refusal, success } from '../../protocol/failures.ts'
import { valueOf } from '../../protocol/query.ts'
import { tag } from '../../protocol/xml.ts'
import type { Call } from './calls.ts'
import { type Reply, xml } from './reply.ts'

const duplicate = 'There is already a hook for this callback URL.'

export async function createHook({ gateway, organisation, parameters }: Call): Promise<Reply> {
  const callbackUrl = valueOf(parameters, 'callbackURL') ?? ''
  if (callbackUrl === '') throw new Refusal('missingParamCallbackURL')
  const events = (valueOf(parameters, 'eventID') ?? '').split(',').map((name) => name.trim().toLowerCase())
  const { hook, isNew } = await gateway.hooks.create(organisation, {
    callbackUrl,
    meetingId: valueOf(parameters, 'meetingID') ? requireMeetingId(parameters) : undefined,
    events: events.filter((name) => name !== ''),
  })
  const id = tag('hookID', hook.id)
  if (isNew) return xml(success(`${id}<permanentHook>false</permanentHook><rawData>false</rawData>`))
  return xml(success(id + tag('messageKey', 'duplicateWarning') + tag('message', duplicate)))
}

export function listHooks({ gateway, organisation, parameters }: Call): Reply {
  const hooks = gateway.hooks.list(organisation, valueOf(parameters, 'meetingID') || undefined)
  return xml(success(`<hooks>${hooks.map(renderHook).join('')}</hooks>`))
}

export async function destroyHook({ gateway, organisation, parameters }: Call): Promise<Reply> {
  const id = valueOf(parameters, 'hookID') ?? ''
  if (id === '') throw new Refusal('missingParamHookID')
  const isRemoved = /^\d{1,15}$/.test(id) && (await gateway.hooks.destroy(organisation, Number(id)))
  if (!isRemoved) throw new Refusal('destroyMissingHook')
  return xml(success('<removed>true</removed>'))
}

function renderHook(hook: Hook): string {
  const meeting = hook.meetingId === undefined ? '' : tag('meetingID', hook.meetingId)
  const events = hook.events.length === 0 ? '' : tag('eventID', hook.events.join(','))
  return `<hook>${tag('hookID', hook.id)}${tag('callbackURL', hook.callbackUrl)}${meeting}${events}<permanentHook>false</permanentHook><rawData>false</rawData></hook>`
}
