import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseNote } from '../src/notes/parse/parse.ts'
import { plainItems } from '../src/notes/plain-items.ts'

const read = (name: string) => readFileSync(new URL(`golden/notes/${name}`, import.meta.url), 'utf8')
const { people } = JSON.parse(read('people.json'))

it.each(['infrastructure.md', 'infrastructure-damaged.md'])('%s is read as it should be', async (name) => {
  const note = parseNote(read(name), {
    people: people.map((one: object) => ({ aliases: [], ...one })),
    homeRepository: 'organizing',
  })
  const { title, date, header } = note
  const lines = plainItems(note).map((item) => JSON.stringify(item))
  const whole = `${JSON.stringify({ title, date, header })}\n${lines.join('\n')}\n`
  await expect(whole).toMatchFileSnapshot('golden/notes/infrastructure.jsonl')
  expect(note.repaired).toBe(name.includes('damaged'))
})
