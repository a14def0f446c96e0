/** What is wrong with one field of a request, as the schema says it. */
export interface FieldError {
  readonly instancePath: string
  /** The kind of mistake, such as `too_small`. */
  readonly keyword: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

/** What is wrong with a field, in plain words; `value` is what stands there now. */
export function explainField({ keyword, message = 'is not valid', params }: FieldError, value: unknown): string {
  if (value === undefined && keyword !== 'unrecognized_keys') return 'is missing'
  switch (keyword) {
    case 'unrecognized_keys':
      return unknownFields(params['keys'])
    case 'invalid_type':
      return `must be ${kinds[String(params['expected'])] ?? String(params['expected'])}`
    case 'invalid_value':
      return `must be one of ${list(params['values'])}`
    case 'invalid_union':
      return 'is of the wrong kind'
    case 'too_small':
      return tooSmall(params)
    case 'too_big':
      return tooBig(params)
    default:
      return message
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of fields',
  record: 'an object of fields',
}

function unknownFields(keys: unknown): string {
  const quoted = Array.isArray(keys) ? keys.map((key) => `"${key}"`) : []
  return `there is no field ${quoted.join(' or ')} here`
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : ''
}

function tooSmall({ origin, minimum, inclusive }: FieldError['params']): string {
  if (origin === 'string') return minimum === 1 ? 'cannot be empty' : `must have at least ${minimum} characters`
  if (origin === 'array') return minimum === 1 ? 'needs at least one entry' : `needs at least ${minimum} entries`
  return inclusive === false ? `must be more than ${minimum}` : `must be at least ${minimum}`
}

function tooBig({ origin, maximum }: FieldError['params']): string {
  if (origin === 'string') return `can have at most ${maximum} characters`
  if (origin === 'array') return `can have at most ${maximum} entries`
  return `must be at most ${maximum}`
}
