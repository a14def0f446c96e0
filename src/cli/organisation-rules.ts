import type { OrganisationAnswer, ParameterRulesAnswer, PricesAnswer } from './answers.ts'
import { count } from './show.ts'

type Field = readonly [name: string, value: string | undefined]

/** What it may use, and what is put into its calls. */
export function rulesOf({ limits, prices, checksums, create, join, servers }: OrganisationAnswer): Field[] {
  const bounds = [
    ...(limits.meetings === undefined ? [] : [count(limits.meetings, 'meeting')]),
    ...(limits.users === undefined ? [] : [count(limits.users, 'person', 'people')]),
    ...(limits.minutes === undefined ? [] : [`${count(limits.minutes, 'participant-minute')} a month`]),
    ...(limits.storage === undefined ? [] : [`${limits.storage} GB of recordings`]),
    ...(limits.duration === undefined ? [] : [count(limits.duration, 'minute')]),
    ...(limits.recording ? [] : ['no recording']),
  ]
  return [
    ['limits', bounds.join(', ') || 'none'],
    ['prices', prices ? pricesOf(prices) : undefined],
    ['checksums', checksums.join(' ')],
    ['create gets', parametersOf(create)],
    ['join gets', parametersOf(join)],
    ['required tags', servers.required || undefined],
    ['preferred tags', servers.preferred || undefined],
  ]
}

function pricesOf({ currency, free, solidarity, ...amounts }: PricesAnswer): string {
  const listed = Object.entries(amounts).flatMap(([key, amount]) => (amount === 0 ? [] : [`${key} ${amount}`]))
  const parts = [`${listed.join(', ') || 'nothing'} (hundredths of ${currency}, for a thousand)`]
  if (free > 0) parts.push(`${count(free, 'minute')} free`)
  if (solidarity !== 100) parts.push(`${solidarity} % of that`)
  return parts.join(', ')
}

function parametersOf({ defaults, overrides }: ParameterRulesAnswer): string | undefined {
  const parts = [
    ...Object.entries(overrides).map(([key, value]) => `${key}=${value}`),
    ...Object.entries(defaults).map(([key, value]) => `${key}=${value} (unless the client says otherwise)`),
  ]
  return parts.join(', ') || undefined
}
