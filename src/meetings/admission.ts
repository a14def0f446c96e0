import { Refusal } from '../protocol/failures.ts'
import { type Parameter, parameter, valueOf } from '../protocol/query.ts'
import type { Context } from './context.ts'
import type { Organisation } from './organisations.ts'
import { applyRules } from './parameters.ts'
import { bytesPerGigabyte } from './recordings/storage.ts'
import { isRecorded } from './seats.ts'

/** Throws `Refusal` when the organisation, or one that it is part of, begins no new meetings. */
export function refuseNewMeeting(context: Context, organisation: string): void {
  const { status, bounds } = context.organisations.standing(organisation)
  if (status === 'read-only' || status === 'suspended') {
    throw Refusal.of('organisationReadOnly', 'This organisation begins no new meetings at the moment.')
  }
  for (const { limits, members } of bounds) {
    if (limits.minutes === undefined) continue
    const used = members.reduce((sum, id) => sum + context.minutes.of(id), 0)
    if (used < limits.minutes) continue
    throw Refusal.of('minutesUsedUp', 'The participant-minutes of this organisation for this month are used up.')
  }
}

/**
 * Throws `Refusal` when a meeting may be recorded and the recordings on the servers reach what the organisation, or one that
 * it is part of, may keep there. Without a recording the meeting may begin.
 */
export function refuseFullStorage(
  context: Context,
  { organisation, parameters }: { readonly organisation: Organisation; readonly parameters: readonly Parameter[] },
): void {
  const { bounds, recording } = context.organisations.standing(organisation.id)
  if (!recording || !isRecorded(applyRules(parameters, organisation.create))) return
  for (const { limits, members } of bounds) {
    if (limits.storage === undefined) continue
    const kept = members.reduce((sum, id) => sum + context.storage.of(id), 0)
    if (kept < limits.storage * bytesPerGigabyte) continue
    const hint = 'Delete some, or create the meeting with record=false.'
    throw Refusal.of(
      'recordingStorageUsedUp',
      `The recordings of this organisation take all the storage they may. ${hint}`,
    )
  }
}

/** The parameters of a create, with what the organisation's brand says where the client says nothing. */
export function branded(
  context: Context,
  { organisation, parameters }: { readonly organisation: Organisation; readonly parameters: readonly Parameter[] },
): readonly Parameter[] {
  const { welcome, logo, slide } = context.organisations.standing(organisation.id).brand
  const wanted = { welcome, logo, preUploadedPresentation: slide }
  const missing = Object.entries(wanted).flatMap(([name, value]) => {
    const isSaid = valueOf(parameters, name) !== undefined || Object.hasOwn(organisation.create.defaults, name)
    return value === undefined || isSaid ? [] : [parameter(name, value)]
  })
  return missing.length === 0 ? parameters : [...parameters, ...missing]
}
