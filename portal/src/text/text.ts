import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type english from './en.json'

export const languages = { en: 'English', fr: 'Français' } as const
export type Language = keyof typeof languages

/** A text's name, without the suffix that tells one from many. */
export type TextKey = Stem<keyof typeof english>
type Stem<Key extends string> = Key extends `${infer Start}_${'one' | 'other'}` ? Start : Key

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

const place = 'mycel.language'
const load = { en: () => import('./en.json'), fr: () => import('./fr.json') } as const

/** Prepares the texts in the language chosen before, else in that of the browser. */
export async function openTexts(): Promise<void> {
  i18next.use(initReactI18next)
  await i18next.init({
    resources: {},
    partialBundledLanguages: true,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
  await speak(chosenLanguage())
}

/** Changes the language of the whole portal, and remembers it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(place, language)
  await speak(language)
}

/** Whether somebody chose a language on this device. */
export function isLanguageChosen(): boolean {
  return localStorage.getItem(place) !== null
}

export function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(languages, text)
}

/** The language now, and a function that gives its texts. */
export function useText(): { readonly t: Translate; readonly language: Language } {
  const { t, i18n } = useTranslation()
  return { t: t as unknown as Translate, language: isLanguage(i18n.language) ? i18n.language : 'en' }
}

export async function speak(language: Language): Promise<void> {
  const { default: texts } = await load[language]()
  i18next.addResourceBundle(language, 'translation', texts)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

function chosenLanguage(): Language {
  const kept = localStorage.getItem(place)
  if (isLanguage(kept)) return kept
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en'
}
