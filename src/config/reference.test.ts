import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type JsonSchema, jsonSchema, namedEntries, schemaAt } from './json-schema.ts'
import { renderJsonSchema, renderReference } from './reference.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')

test.each([
  ['coop.schema.json', renderJsonSchema],
  ['configuration.md', renderReference],
])('docs/%s is what "npm run generate" writes', (name, render) => {
  expect(readFileSync(join(docs, name), 'utf8')).toBe(render())
})

test('every key says what it is, and every key with a value of its own gives an example', () => {
  const keys = [...keysOf(jsonSchema)]
  expect(keys.length).toBeGreaterThan(30)
  expect(keys.filter(([, field]) => !field.description?.endsWith('.') && !field.writeOnly)).toEqual([])
  const simple = keys.filter(([, field]) => !field.properties && !field.items?.properties && !namedEntries(field))
  expect(simple.filter(([, field]) => field.examples?.[0] === undefined).map(([path]) => path)).toEqual([])
})

test('every section allows keys that begin with x- and no other unknown key', () => {
  expect(jsonSchema).toMatchObject({ additionalProperties: false, patternProperties: { '^x-': {} } })
  expect(schemaAt(['meetings', 'servers', 0])).toMatchObject({
    additionalProperties: false,
    patternProperties: { '^x-': {} },
  })
})

test('a secret is marked, so that no message quotes it', () => {
  for (const path of [
    ['database'],
    ['meetings', 'greenlight', 'secret'],
    ['meetings', 'servers', 0, 'secret'],
    ['meetings', 'organisations', 0, 'secrets', 0],
  ]) {
    expect(schemaAt(path)?.writeOnly).toBe(true)
  }
})

test('where nothing may be written there is no schema', () => {
  expect(schemaAt(['meetings', 'srevers', 0])).toBeUndefined()
})

function* keysOf(node: JsonSchema, path = ''): Generator<[path: string, field: JsonSchema]> {
  for (const [key, field] of Object.entries(node.properties ?? {})) {
    yield [`${path}${key}`, field]
    yield* keysOf(field.items ?? namedEntries(field) ?? field, `${path}${key}.`)
  }
}
