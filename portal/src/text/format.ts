import type { Language } from './text.ts'
import { useText } from './text.ts'

/** Numbers and times as they are written in the language of the page. */
export interface Format {
  number(value: number): string
  /** Minutes; small sums with a tenth, so that they add up before one's eyes. */
  minutes(value: number): string
  percent(share: number): string
  /** Day and time of an ISO moment; a dash when there is none. */
  moment(iso: string | null | undefined): string
  day(iso: string | null | undefined): string
  /** "3 minutes ago", "in 2 days". */
  ago(iso: string | null | undefined): string
  month(month: string): string
  /** An amount in the smallest unit of a currency; a dash where there is none. */
  money(amount: number, currency: string | null): string
}

export function useFormat(): Format {
  const { language } = useText()
  return formats[language] ?? formats.en
}

function create(language: Language): Format {
  const number = new Intl.NumberFormat(language)
  const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const month = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const orDash = (iso: string | null | undefined, write: (at: Date) => string) => (iso ? write(new Date(iso)) : '–')
  return {
    number: (value) => number.format(value),
    minutes: (value) => (value < 100 ? tenths.format(value) : number.format(Math.round(value))),
    percent: (share) => percent.format(share),
    moment: (iso) => orDash(iso, (at) => moment.format(at)),
    day: (iso) => orDash(iso, (at) => day.format(at)),
    month: (text) => month.format(new Date(`${text}-01T00:00:00Z`)),
    money: (amount, currency) => (currency === null ? '–' : toMoney(language, amount, currency)),
    ago: (iso) => orDash(iso, (at) => distance(relative, (at.getTime() - Date.now()) / 1000)),
  }
}

function toMoney(language: Language, amount: number, currency: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

const formats: Readonly<Record<Language, Format>> = { en: create('en'), fr: create('fr') }

const steps = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

function distance(relative: Intl.RelativeTimeFormat, seconds: number): string {
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  }
  return relative.format(0, 'minute')
}
