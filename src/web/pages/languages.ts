import i18next from 'i18next'
import english from './en.json' with { type: 'json' }
import french from './fr.json' with { type: 'json' }

export type Language = 'en' | 'fr'

/** Each language as those who speak it call it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' }

/** A text's name, without the suffix that tells one from many. */
export type TextKey = Stem<keyof typeof english>
type Stem<Key extends string> = Key extends `${infer Start}_${'one' | 'other'}` ? Start : Key

/** Gives a text in one language; values are put in as they are, for `html` escapes them. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

const texts = i18next.createInstance()
void texts.init({
  resources: { en: { translation: english }, fr: { translation: french } },
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
})

export function translateTo(language: Language): Translate {
  const fixed = texts.getFixedT(language)
  return (key, values) => fixed(key, values ?? {})
}

/** The language asked for by name, else the first of the browser's languages that we have, else English. */
export function chooseLanguage(asked: string | undefined, acceptLanguage: string): Language {
  if (asked !== undefined && isLanguage(asked)) return asked
  const accepted = acceptLanguage
    .split(',')
    .map(readPreference)
    .filter(({ language, quality }) => isLanguage(language) && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  const first = accepted[0]?.language ?? 'en'
  return isLanguage(first) ? first : 'en'
}

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(languageNames, text)
}

/** "5 minutes ago" in the language; undefined for less than a minute. */
export function longAgo(language: Language, milliseconds: number): string | undefined {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return undefined
  const format = new Intl.RelativeTimeFormat(language)
  if (minutes < 60) return format.format(-minutes, 'minute')
  return minutes < 48 * 60
    ? format.format(-Math.floor(minutes / 60), 'hour')
    : format.format(-Math.floor(minutes / 1440), 'day')
}

/** One entry of Accept-Language, such as `fr-CA;q=0.8`. */
function readPreference(entry: string): { readonly language: string; readonly quality: number } {
  const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';')
  const quality = /^\s*q=([\d.]+)/.exec(parameters[0] ?? '')?.[1]
  return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) }
}
