import type { z } from 'zod'
import { Problem } from '../lib/problem.ts'
import type { Locate } from './document.ts'
import { anyName, type JsonSchema, jsonSchema, namedEntries, schemaAt, sectionsHolding } from './json-schema.ts'
import { keysOf, valueAt } from './raw.ts'
import { nearest, type Path, quote, spellExample, spellPath } from './wording.ts'

type Issue = z.core.$ZodIssue
type Words = readonly [message: string, hint?: string | undefined]

/** Turns what the schema rejects into Problems in plain words, each at its place in the file. */
export function explainIssues(issues: readonly Issue[], root: unknown, locate: Locate): Problem[] {
  const unknown = issues.flatMap((issue) => explainUnknownKeys(issue, root, locate))
  const others = issues.filter((issue) => issue.code !== 'unrecognized_keys')
  // `sercret:` is both unknown and the reason why `secret` is missing: one problem, not two.
  const misspelt = new Set(unknown.map(({ meant }) => meant))
  const rest = others.flatMap((issue) => {
    const path = plainPath(issue.path)
    const value = valueAt(root, path)
    if (value === undefined && misspelt.has(spellPath(path))) return []
    const words = issue.code === 'invalid_key' ? explainName(issue, path) : undefined
    const [message, hint] = words ?? explain(issue, value, schemaAt(path) ?? {}, path)
    return [
      new Problem('invalid', message, {
        hint,
        path: spellPath(path),
        at: locate(path, value === undefined || issue.code === 'invalid_key' ? 'key' : 'value'),
      }),
    ]
  })
  return [...unknown.map(({ problem }) => problem), ...rest]
}

function explainUnknownKeys(issue: Issue, root: unknown, locate: Locate): { problem: Problem; meant?: string }[] {
  if (issue.code !== 'unrecognized_keys') return []
  const parent = plainPath(issue.path)
  const known = Object.keys(schemaAt(parent)?.properties ?? {})
  const written = Object.keys((valueAt(root, parent) ?? {}) as object)
  return issue.keys.map((key) => {
    const absent = known.filter((candidate) => !written.includes(candidate))
    const guess = nearest(key, absent) ?? nearest(key, known)
    const elsewhere = sectionsHolding(key)[0]
    const hint = guess
      ? `did you mean "${guess}"?`
      : elsewhere
        ? `"${key}" belongs ${place(elsewhere)}: mind the indentation`
        : (explainStray(key, valueAt(root, [...parent, key]), parent) ?? `known here: ${known.join(', ')}`)
    const path = [...parent, key]
    const problem = new Problem('invalid', `there is no key ${quote(key)} here`, {
      hint,
      path: spellPath(path),
      at: locate(path, 'key'),
    })
    if (guess) return { problem, meant: spellPath([...parent, guess]) }
    return elsewhere ? { problem, meant: spellPath([...elsewhere, key]) } : { problem }
  })
}

/** Why something stands where nothing like it is known: a comma that ended a text, an entry that slid to the margin. */
function explainStray(key: string, value: unknown, parent: Path): string | undefined {
  if (key.includes(' ') && value === null) {
    return 'within { } a comma begins the next key: put the text before it in double quotes'
  }
  const section = parent.length === 0 ? sectionOfEntry(value) : undefined
  return section && `is it one of ${section}? then it begins two blanks further right, and what it holds two more`
}

/** The section of named things to which something with such keys belongs. */
function sectionOfEntry(value: unknown): string | undefined {
  const keys = keysOf(value)
  if (keys.length === 0) return undefined
  return Object.entries(jsonSchema.properties ?? {}).find(([, section]) => {
    const properties = namedEntries(section)?.properties
    return properties !== undefined && keys.every((key) => Object.hasOwn(properties, key))
  })?.[0]
}

function place(section: Path): string {
  if (section.length === 0) return 'at the left margin'
  return section.at(-1) === 0 || section.at(-1) === anyName
    ? `in an entry of ${spellPath(section.slice(0, -1))}`
    : `under ${spellPath(section)}`
}

function explainName(issue: z.core.$ZodIssueInvalidKey, path: Path): Words {
  return [`${quote(path.at(-1))} cannot be a name`, issue.issues[0]?.message]
}

function explain(issue: Issue, value: unknown, schema: JsonSchema, path: Path): Words {
  if (value === undefined) return ['is missing', `add ${spellAddition(path, schema)}`]
  if (value === null) {
    const required = schemaAt(path.slice(0, -1))?.required?.includes(String(path.at(-1)))
    return ['nothing is written here', `write ${wanted(schema)}${required ? '' : ', or remove the line'}`]
  }
  switch (issue.code) {
    case 'custom':
      return [issue.message, typeof issue.params?.['hint'] === 'string' ? issue.params['hint'] : undefined]
    case 'invalid_type':
    case 'invalid_union':
      return explainType(value, schema)
    case 'invalid_value':
      return explainChoice(value, issue.values.map(String))
    case 'invalid_format':
      return [`${quote(value)} cannot be used here`, issue.message]
    case 'too_small':
      return explainTooSmall(issue, value, schema)
    case 'too_big':
      if (issue.origin === 'string') return [`the text is longer than ${issue.maximum} characters`]
      return [`${quote(value)} is too much: the most is ${issue.maximum}`, schema.description]
    default:
      return [issue.message, schema.description]
  }
}

function explainType(value: unknown, schema: JsonSchema): Words {
  const { type } = schema
  const hint = typeHint(value, schema)
  if (typeof value === 'number' && hint.startsWith(unitHint)) return [`${value} says no unit`, hint]
  const container = type === 'array' || type === 'object' || typeof value === 'object'
  if (container || holdsSecret(schema)) return [`${kindOf(value)} is written where ${kindNames(type)} belongs`, hint]
  return [`${quote(value)} is not ${kindNames(type)}`, hint]
}

const unitHint = 'write it with one, such as '

function typeHint(value: unknown, schema: JsonSchema): string {
  const { type } = schema
  const isNumber = type === 'number' || type === 'integer'
  if (type === 'string') return typeof value === 'object' ? outOfBrackets(value, schema) : asText(value, schema)
  if (type === 'array' && !holdsSecret(schema) && typeof value === 'string' && /^[\w@][\w./-]{0,60}$/.test(value)) {
    return `put it in brackets: [${value.startsWith('@') ? `"${value}"` : value}]`
  }
  if (isNumber && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return `leave the quotes away: ${value}`
  if (type === 'boolean' && typeof value === 'string') {
    return /^(yes|on|1)$/i.test(value)
      ? 'write true'
      : /^(no|off|0)$/i.test(value)
        ? 'write false'
        : 'write true or false'
  }
  return `write ${wanted(schema)}`
}

/** How a number, or true or false, becomes the text that is wanted. */
function asText(value: unknown, schema: JsonSchema): string {
  const example = schema.examples?.[0]
  if (typeof value !== 'number' || typeof example !== 'string') return 'put it in double quotes'
  const [, unit] = /^[\d.]+ (\p{L}+)$/u.exec(example) ?? []
  if (unit !== undefined) return `${unitHint}${value} ${unit}`
  if (/\d/.test(example)) return `write it in full, such as ${spellExample(example)}`
  return /\p{L}/u.test(example) ? 'put it in double quotes' : `write ${wanted(schema)}`
}

/** A list of one is mostly a text that somebody put in brackets. */
function outOfBrackets(value: unknown, schema: JsonSchema): string {
  const isOne = Array.isArray(value) && value.length === 1 && typeof value[0] !== 'object'
  return isOne && !holdsSecret(schema) ? `leave the brackets away: "${value[0]}"` : `write ${wanted(schema)}`
}

function explainChoice(value: unknown, choices: readonly string[]): Words {
  const guess = nearest(String(value).replaceAll('-', ''), choices)
  const hint = guess ? `did you mean ${guess}?` : `write one of them, such as ${choices.at(1) ?? choices.at(0)}`
  const shown = typeof value === 'object' ? kindOf(value) : quote(value)
  return [`${shown} is not one of ${choices.join(', ')}`, hint]
}

function explainTooSmall(issue: z.core.$ZodIssueTooSmall, value: unknown, schema: JsonSchema): Words {
  if (issue.origin === 'array') return ['the list is empty', `write at least one entry${example(schema)}`]
  if (issue.origin === 'string') return ['the text is empty', `write ${wanted(schema)}`]
  const bound = issue.inclusive ? `the least is ${issue.minimum}` : `it must be above ${issue.minimum}`
  return [`${quote(value)} is too little: ${bound}`, schema.description]
}

function wanted(schema: JsonSchema): string {
  return `${kindNames(schema.type)}${example(schema)}`
}

function example({ examples, type }: JsonSchema): string {
  if (examples?.[0] !== undefined) return `, such as ${spellExample(examples[0])}`
  return type === 'array' ? ': each entry on its own line, beginning with "- "' : ''
}

function spellAddition(path: Path, schema: JsonSchema): string {
  const key = path.at(-1)
  const value = schema.examples?.[0]
  return value === undefined ? `"${key}"` : `${key}: ${spellExample(value)}`
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of "key: value" lines',
}

function kindNames(type: JsonSchema['type']): string {
  return [type ?? 'string']
    .flat()
    .map((name) => names[name] ?? name)
    .join(' or ')
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return names[typeof value] ?? 'something'
}

function holdsSecret(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"writeOnly":true')
}

function plainPath(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)))
}
