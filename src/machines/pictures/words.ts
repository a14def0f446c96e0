/** What is written on pictures, in each language of the portal. */

export type Language = 'en' | 'fr'

export interface Words {
  /** `June 2020` */
  month(month: string): string
  /** `Jun` */
  shortMonth(month: string): string
  comesWhen(coop: string): string
  readonly planned: string
  readonly staging: string
  readonly production: string
  readonly firstPromise: string
  readonly memory: string
  readonly disk: string
  readonly noPlans: string
  readonly retired: string
  /** Months after the promise; negative when before. */
  slip(months: number): string
  readonly hostItself: string
  readonly now: string
  suffices(host: string, memory: string): string
  passed(host: string, memory: string, month: string | undefined, used: string): string
  more(count: number): string
}

const at = (month: string) => new Date(`${month}-01T00:00:00Z`)
const writer = (language: Language, options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
  return (month: string) => format.format(at(month))
}

const en: Words = {
  month: writer('en', { month: 'long', year: 'numeric' }),
  shortMonth: writer('en', { month: 'short' }),
  comesWhen: (coop) => `${coop}: what comes when`,
  planned: 'planned',
  staging: 'in staging',
  production: 'in production',
  firstPromise: 'first promise',
  memory: 'memory',
  disk: 'disk',
  noPlans: 'No plans',
  retired: 'Retired',
  slip: (months) =>
    `${Math.abs(months)} ${Math.abs(months) === 1 ? 'month' : 'months'} ${months > 0 ? 'late' : 'early'}`,
  hostItself: 'the host itself',
  now: 'now',
  suffices: (host, memory) => `${host}: the ${memory} suffice in every month.`,
  passed: (host, memory, month, used) =>
    `${host}: ${memory} are passed ${month === undefined ? 'already' : `in ${month}`}, with ${used}.`,
  more: (count) => `and ${count} more`,
}

const fr: Words = {
  month: writer('fr', { month: 'long', year: 'numeric' }),
  shortMonth: writer('fr', { month: 'short' }),
  comesWhen: (coop) => `${coop} : ce qui vient quand`,
  planned: 'prévu',
  staging: 'en préproduction',
  production: 'en production',
  firstPromise: 'première promesse',
  memory: 'mémoire',
  disk: 'disque',
  noPlans: 'Pas de date',
  retired: 'Retirés',
  slip: (months) => `${Math.abs(months)} mois ${months > 0 ? 'de retard' : "d'avance"}`,
  hostItself: "l'hôte lui-même",
  now: 'maintenant',
  suffices: (host, memory) => `${host} : les ${memory} suffisent chaque mois.`,
  passed: (host, memory, month, used) =>
    `${host} : les ${memory} sont dépassés ${month === undefined ? 'déjà' : `en ${month}`}, avec ${used}.`,
  more: (count) => `et ${count} de plus`,
}

export const wordsIn: Readonly<Record<Language, Words>> = { en, fr }
