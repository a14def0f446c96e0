import type { OrganisationAnswer, ParameterRulesAnswer } from './answers.ts'
import { count } from './show.ts'

type Field = readonly [name: string, value: string | undefined]

/** What it may use, and what is put into its calls. */
export function rulesOf({ limits, checksums, create, join, servers }: OrganisationAnswer): Field[] {
  const bounds = [
    ...(limits.meetings === undefined ? [] : [count(limits.meetings, 'meeting')]),
    ...(limits.users === undefined ? [] : [count(limits.users, 'person', 'people')]),
    ...(limits.minutes === undefined ? [] : [`${count(limits.minutes, 'participant-minute')} a month`]),
    ...(limits.duration === undefined ? [] : [count(limits.duration, 'minute')]),
    ...(limits.recording ? [] : ['no recording']),
  ]
  return [
    ['limits', bounds.join(', ') || 'none'],
    ['checksums', checksums.join(' ')],
    ['create gets', parametersOf(create)],
    ['join gets', parametersOf(join)],
    ['required tags', servers.required || undefined],
    ['preferred tags', servers.preferred || undefined],
  ]
}

function parametersOf({ defaults, overrides }: ParameterRulesAnswer): string | undefined {
  const parts = [
    ...Object.entries(overrides).map(([key, value]) => `${key}=${value}`),
    ...Object.entries(defaults).map(([key, value]) => `${key}=${value} (unless the client says otherwise)`),
  ]
  return parts.join(', ') || undefined
}
