import { describe, expect, test } from 'vitest'
import english from './en.json' with { type: 'json' }
import french from './fr.json' with { type: 'json' }
import { chooseLanguage, longAgo, type TextKey, translateTo } from './languages.ts'

const languages = { en: english, fr: french } as const
const one = /_(zero|one|two|few|many|other)$/
const stems = (texts: object) => new Set(Object.keys(texts).map((key) => key.replace(one, '')))

/** Texts that both languages write alike. */
const alike = new Set(['documentation', 'home.meetingsCount'])

describe('the texts', () => {
  test('are the same ones in every language', () => {
    expect([...stems(french)].toSorted()).toEqual([...stems(english)].toSorted())
  })

  test.each(['en', 'fr'] as const)('have every plural that %s has', (language) => {
    const texts: Readonly<Record<string, string>> = languages[language]
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    const plurals = [
      ...new Set(
        Object.keys(texts)
          .filter((key) => one.test(key))
          .map((key) => key.replace(one, '')),
      ),
    ]
    expect(plurals).not.toEqual([])
    for (const stem of plurals) {
      const found = Object.keys(texts).filter((key) => key.replace(one, '') === stem)
      expect(found.toSorted()).toEqual(pluralCategories.map((category) => `${stem}_${category}`).toSorted())
    }
  })

  test('are translated, unless they are meant to be alike', () => {
    const same = Object.entries(english).filter(([key, text]) => new Map(Object.entries(french)).get(key) === text)
    expect(same.map(([key]) => key).filter((key) => !alike.has(key))).toEqual([])
  })

  test('have the same gaps to fill in every language', () => {
    const gaps = (text: string) => [...text.matchAll(/{{(\w+)/g)].map(([, name]) => name).toSorted()
    const gapsByStem = (texts: object) =>
      new Map(Object.entries(texts).map(([key, text]) => [key.replace(one, ''), gaps(String(text))]))
    expect(Object.fromEntries(gapsByStem(french))).toEqual(Object.fromEntries(gapsByStem(english)))
  })

  test('have a text for each name in both languages', () => {
    for (const language of ['en', 'fr'] as const) {
      for (const stem of stems(english)) {
        expect(translateTo(language)(stem as TextKey, { count: 2 })).not.toBe(stem)
      }
    }
  })
})

describe('a text', () => {
  test('writes numbers as its language does', () => {
    expect(translateTo('en')('practice.people', { count: 1234 })).toBe('1,234 people')
    expect(translateTo('fr')('practice.people', { count: 1234 })).toMatch(/^1\s234 personnes$/)
    expect(translateTo('fr')('practice.people', { count: 0 })).toBe('0 personne')
  })

  test('takes in a hostile value as it is', () => {
    const value = '{{coop}} $t(skip) <b>'
    expect(translateTo('en')('practice.on', { server: value })).toBe(`on ${value}`)
  })
})

describe('the language', () => {
  test.each([
    ['fr', '', 'fr'],
    ['en', 'fr', 'en'],
    ['xx', 'fr', 'fr'],
    ['constructor', 'fr', 'fr'],
    [undefined, 'fr-CA,fr;q=0.9,en;q=0.5', 'fr'],
    [undefined, 'de, en;q=0.3, fr;q=0.7', 'fr'],
    [undefined, 'fr;q=0, de', 'en'],
    [undefined, 'en-GB,fr;q=0.5', 'en'],
    [undefined, '*', 'en'],
    [undefined, '', 'en'],
  ])('asked for as %s, by a browser that prefers "%s", is %s', (asked, accepted, language) => {
    expect(chooseLanguage(asked, accepted)).toBe(language)
  })
})

test('how long ago something was is told in words', () => {
  const minute = 60_000
  expect(longAgo('en', minute - 1)).toBeUndefined()
  expect(longAgo('en', minute)).toBe('1 minute ago')
  expect(longAgo('fr', 59 * minute)).toMatch(/^il y a 59\sminutes$/)
  expect(longAgo('en', 120 * minute)).toBe('2 hours ago')
  expect(longAgo('en', 72 * 60 * minute)).toBe('3 days ago')
})
