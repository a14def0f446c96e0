import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Item, NotePerson } from '../src/notes/model.ts'
import { parseNote } from '../src/notes/parse/parse.ts'

/** What a person found in a note by reading it: places and values, never the words. */
export interface Labels {
  readonly file: string
  /** Of the note that was read, so that labels are never held against another version of it. */
  readonly sha256: string
  readonly labels: readonly Label[]
}

type Label =
  | { readonly kind: 'todo'; readonly line: number; readonly assignees: readonly string[]; readonly done: boolean }
  | { readonly kind: 'reference'; readonly line: number; readonly repo: string; readonly number: number }
  | { readonly kind: 'decision'; readonly line: number }
  | { readonly kind: 'vote'; readonly line: number; readonly voter: string; readonly value: number }
  | {
      readonly kind: 'move'
      readonly line: number
      readonly repo: string
      readonly number: number
      readonly to: string
    }

/** What is counted: each is found or missed, right or too much. */
export const measures = ['todos', 'assignees', 'done', 'references', 'decisions', 'votes', 'moves'] as const
export type Measure = (typeof measures)[number]

export interface Score {
  readonly right: number
  readonly found: number
  readonly labelled: number
}

/** What differs in one note: `missed` is in the labels only, `extra` only in what was parsed. */
export interface Difference {
  readonly file: string
  readonly measure: Measure
  readonly missed: readonly string[]
  readonly extra: readonly string[]
}

/** The real notes, which are not part of the repository. */
export const notesFolder = new URL('../../shared/data/notes/', import.meta.url)
export const haveNotes = existsSync(notesFolder)

const home = 'organizing'
const folder = new URL('./notes-labels/', import.meta.url)

/** The people as the real notes name them. */
export function readPeople(): readonly NotePerson[] {
  const { people }: { people: NotePerson[] } = JSON.parse(readFileSync(new URL('people.json', folder), 'utf8'))
  return people
}

/** The labels of one of the sets. */
export function readLabels(set: 'tuning' | 'held-out'): readonly Labels[] {
  const place = new URL(`${set}/`, folder)
  const names = existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.json')) : []
  return names.map((name): Labels => JSON.parse(readFileSync(new URL(name, place), 'utf8')))
}

/** Parses the labelled notes and compares. A note that is not the one that was labelled is an error. */
export function compare(
  sets: readonly Labels[],
): readonly Difference[] & { readonly scores: ReadonlyMap<Measure, Score> } {
  const people = readPeople()
  const totals = new Map<Measure, Score>(measures.map((measure) => [measure, { right: 0, found: 0, labelled: 0 }]))
  const differences = sets.flatMap(({ file, sha256, labels }) => {
    const text = readFileSync(new URL(file, notesFolder), 'utf8')
    if (createHash('sha256').update(text).digest('hex') !== sha256)
      throw new Error(`${file} is not the note that was labelled`)
    const found = keysOfItems(parseNote(text, { people, homeRepository: home, path: file }).items)
    const wanted = keysOfLabels(labels)
    return measures.flatMap((measure) => {
      const [is, should] = [found[measure], wanted[measure]]
      const missed = without(should, is)
      const extra = without(is, should)
      const { right, found: before, labelled } = totals.get(measure) ?? { right: 0, found: 0, labelled: 0 }
      const score = {
        right: right + should.length - missed.length,
        found: before + is.length,
        labelled: labelled + should.length,
      }
      totals.set(measure, score)
      return missed.length + extra.length > 0 ? [{ file, measure, missed, extra }] : []
    })
  })
  return Object.assign(differences, { scores: totals })
}

/** Precision and recall, of 1 where there was nothing to find. */
export function rates({ right, found, labelled }: Score): { readonly precision: number; readonly recall: number } {
  return { precision: found === 0 ? 1 : right / found, recall: labelled === 0 ? 1 : right / labelled }
}

type Keys = Record<Measure, string[]>

function keysOfItems(items: readonly Item[]): Keys {
  const todos = items.filter((item) => item.kind === 'todo')
  return {
    todos: todos.map(({ line }) => `${line}`),
    assignees: todos.flatMap(({ line, assignees }) => assignees.map((who) => `${line} ${who.toLowerCase()}`)),
    done: todos.filter(({ done }) => done).map(({ line }) => `${line}`),
    references: unique(items.flatMap((item) => (item.kind === 'reference' ? [`${item.line} ${fullName(item)}`] : []))),
    decisions: unique(items.flatMap((item) => (item.kind === 'decision' ? [`${item.line}`] : []))),
    votes: items.flatMap((item) =>
      item.kind === 'vote' ? [`${item.line} ${item.voter.toLowerCase()} ${item.value}`] : [],
    ),
    moves: items.flatMap((item) => (item.kind === 'move' ? [`${item.line} ${fullName(item)} ${item.to}`] : [])),
  }
}

function keysOfLabels(labels: readonly Label[]): Keys {
  const todos = labels.filter((label) => label.kind === 'todo')
  return {
    todos: todos.map(({ line }) => `${line}`),
    assignees: todos.flatMap(({ line, assignees }) => assignees.map((who) => `${line} ${who}`)),
    done: todos.filter(({ done }) => done).map(({ line }) => `${line}`),
    references: labels.flatMap((label) =>
      label.kind === 'reference' ? [`${label.line} ${label.repo}#${label.number}`] : [],
    ),
    decisions: labels.flatMap((label) => (label.kind === 'decision' ? [`${label.line}`] : [])),
    votes: labels.flatMap((label) => (label.kind === 'vote' ? [`${label.line} ${label.voter} ${label.value}`] : [])),
    moves: labels.flatMap((label) =>
      label.kind === 'move' ? [`${label.line} ${label.repo}#${label.number} ${label.to}`] : [],
    ),
  }
}

function fullName({ owner, repo, number }: { owner?: string | undefined; repo: string; number: number }): string {
  return `${owner === undefined || /^hyphacoop$/i.test(owner) ? '' : `${owner}/`}${repo}#${number}`
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)]
}

/** What is left of a list when each of another is taken away once. */
function without(keys: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return keys.filter((key) => {
    const at = left.indexOf(key)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
