import { type JsonSchema, jsonSchema, namedEntries } from './json-schema.ts'
import { type Path, spellExample } from './wording.ts'

/** The manual page of coop.yaml as Markdown: a table for each section, written from the schema. */
export function renderReference(): string {
  return [introduction, ...renderSection(jsonSchema, [])].join('\n')
}

/** The JSON Schema of coop.yaml as the text of a file. */
export function renderJsonSchema(): string {
  return `${JSON.stringify(jsonSchema, null, 2)}\n`
}

const introduction = `# Configuration

<!-- Written by \`npm run generate\` from the schema; do not edit. -->

Everything is in one file, \`coop.yaml\`. \`mycel check\` reads it and reports every mistake with its line.

- Keys that begin with \`x-\` are yours: they are allowed anywhere and ignored.
- A secret is written as \`secret://name\` (stored with \`mycel secret set name\`) or \`env://NAME\` (an environment variable).
  Written out in the file it works too, with a warning.
- A tag expression is made of tags, \`and\`, \`or\`, \`not\` and parentheses: \`eu and not (old or slow)\`. Empty matches all.
- For help while you write, put this on the first line, with the path to the file beside this page:
  \`# yaml-language-server: $schema=docs/coop.schema.json\`
`

function renderSection(section: JsonSchema, path: Path): string[] {
  const fields = Object.entries(section.properties ?? {})
  const title = path.length === 0 ? 'The whole file' : `\`${spellSection(path)}\``
  const rows = fields.map(([key, field]) => renderRow(key, field, section.required?.includes(key) ?? false))
  return [
    `## ${title}`,
    '',
    cell(section.description ?? ''),
    '',
    '| key | type | default | what it is |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...fields.flatMap(([key, field]) => renderBelow(field, [...path, key])),
  ]
}

function renderBelow(field: JsonSchema, path: Path): string[] {
  if (field.properties) return renderSection(field, path)
  if (field.items?.properties) return renderSection(field.items, [...path, '[]'])
  const named = namedEntries(field)
  return named ? renderSection(named, [...path, '<name>']) : []
}

function spellSection(path: Path): string {
  return path.join('.').replaceAll('.[]', '[]')
}

function renderRow(key: string, field: JsonSchema, required: boolean): string {
  const example = field.examples?.[0]
  const isSection = [field, field.items, namedEntries(field)].some((one) => one?.properties !== undefined)
  const isDefault = JSON.stringify(example) === JSON.stringify(field.default)
  const shown = isDefault || isSection ? '' : ` Example: \`${spellExample(example)}\``
  return `| \`${key}\` | ${describeType(field)} | ${describeDefault(field, required)} | ${cell(`${field.description ?? ''}${shown}`)} |`
}

function describeDefault(field: JsonSchema, required: boolean): string {
  if (required) return '**required**'
  if (field.properties || namedEntries(field) || field.default === undefined || field.default === '') return ''
  return `\`${spellExample(field.default)}\``
}

function describeType(field: JsonSchema): string {
  if (field.enum) return field.enum.join(', ')
  if (field.type === 'array') return `list: ${field.items?.properties ? 'sections' : describeType(field.items ?? {})}`
  if (field.type === 'object')
    return field.properties ? 'section' : namedEntries(field) ? 'sections by name' : 'any parameters'
  if (field.type === 'boolean') return 'true or false'
  if (field.type === 'integer' || field.type === 'number') return describeNumber(field)
  return field.writeOnly ? 'secret' : 'text'
}

function describeNumber({ type, minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const name = type === 'integer' ? 'whole number' : 'number'
  if (exclusiveMinimum !== undefined) return `${name} above ${exclusiveMinimum}, at most ${maximum}`
  return `${name} from ${minimum} to ${maximum}`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
