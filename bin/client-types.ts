// The types of the portal's client, written from the OpenAPI description of the REST API.

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly description?: string
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema?: Schema
  }[]
  readonly requestBody?: Content & { readonly required?: boolean }
  readonly responses?: Readonly<Record<string, Content>>
}

/** As much of an OpenAPI 3.1 document as types are made of. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

/** The source of api.gen.ts: a type for each named schema, and what each operation takes and answers. */
export function renderClientTypes({ paths, components }: Description): string {
  const schemas = Object.entries(components?.schemas ?? {}).toSorted(byName)
  const named = schemas.map(([name, schema]) => `export type ${name} = ${typeOf(schema, '')}\n`)
  const operations = Object.entries(paths)
    .toSorted(byName)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
    )
  return `${head}\n${named.join('\n')}
/** What each call takes, and what it answers when it succeeds. */
export interface Operations {
${operations.join('\n')}
}
`
}

const head = '// Written from the OpenAPI description by `npm run generate`; a test says when it is out of date.\n'

function renderOperation(method: string, path: string, operation: Operation): string {
  const { summary, parameters = [], requestBody } = operation
  const of = (where: string) => {
    const found = parameters.filter((one) => one.in === where)
    if (found.length === 0) return 'undefined'
    const isNeeded = found.some(({ required }) => required)
    return `{ ${found.map((one) => `readonly ${keyOf(one.name)}${one.required ? '' : '?'}: ${typeOf(one.schema ?? {}, '    ')}${one.required ? '' : ' | undefined'}`).join('; ')} }${isNeeded ? '' : ' | undefined'}`
  }
  const lines = [
    ...(summary ? [`  /** ${summary} */`] : []),
    `  '${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}': {`,
    `    readonly params: ${of('path')}`,
    `    readonly query: ${of('query')}`,
    `    readonly body: ${bodyOf(requestBody)}${requestBody && !requestBody.required ? ' | undefined' : ''}`,
    `    readonly answer: ${answerOf(operation)}`,
    '  }',
  ]
  return lines.join('\n')
}

function answerOf({ responses = {} }: Operation): string {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  return [...new Set(good.map(([status, response]) => (status === '204' ? 'null' : bodyOf(response))))].join(' | ')
}

function bodyOf(body: Content | undefined): string {
  const kinds = Object.values(body?.content ?? {})
  return kinds.length === 0
    ? 'undefined'
    : [...new Set(kinds.map(({ schema }) => typeOf(schema ?? {}, '    ')))].join(' | ')
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref) return schema.$ref.replace(/^.*\//, '')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => quote(value)).join(' | ')
  const either = schema.anyOf ?? schema.oneOf
  if (either) return [...new Set(either.map((one) => typeOf(one, indent)))].join(' | ')
  if (schema.allOf) return schema.allOf.map((one) => `(${typeOf(one, indent)})`).join(' & ')
  if (typeof schema.type === 'object') return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(' | ')
  if (schema.type === 'array') return `readonly (${typeOf(schema.items ?? {}, indent)})[]`
  if (schema.type === 'object' || schema.properties) return objectOf(schema, indent)
  return simple[schema.type ?? ''] ?? 'unknown'
}

const simple: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
}

function objectOf({ properties, required = [], additionalProperties }: Schema, indent: string): string {
  const inner = `${indent}  `
  const more = typeof additionalProperties === 'object' ? typeOf(additionalProperties, inner) : 'unknown'
  if (!properties || Object.keys(properties).length === 0) return `{ readonly [name: string]: ${more} }`
  const lines = Object.entries(properties).map(([name, schema]) => {
    const isNeeded = required.includes(name)
    const comment = schema.description ? `${inner}/** ${schema.description.replaceAll('*/', '* /')} */\n` : ''
    return `${comment}${inner}readonly ${keyOf(name)}${isNeeded ? '' : '?'}: ${typeOf(schema, inner)}${isNeeded ? '' : ' | undefined'}`
  })
  return `{\n${lines.join('\n')}\n${indent}}`
}

function keyOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quote(name)
}

function quote(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value)
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
