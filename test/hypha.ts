import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the largest example says of people, machines and services, to be put into another coop.yaml. */
export function hyphaSections(): string {
  const text = readFileSync(join(import.meta.dirname, '../examples/hypha/coop.yaml'), 'utf8')
  return text.slice(text.indexOf('groups:'), text.indexOf('\nmeetings:'))
}
