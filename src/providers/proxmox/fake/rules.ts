import { type Format, formats } from './formats.ts'
import { badParameters } from './refusal.ts'

/** What a parameter may be, as the API's schema says it. */
export interface Rule {
  readonly type: 'string' | 'integer' | 'number' | 'boolean'
  readonly optional?: boolean
  readonly format?: Format
  readonly oneOf?: readonly string[]
  readonly pattern?: RegExp
  readonly min?: number
  readonly max?: number
  readonly longest?: number
  readonly requires?: string
}

export type Rules = Readonly<Record<string, Rule>>
/** What was asked, checked: numbers are numbers, booleans 1 or 0 as Proxmox keeps them. */
export type Given = Readonly<Record<string, string | number>>

type More = Omit<Rule, 'type'>
export const text = (more: More = {}): Rule => ({ type: 'string', ...more })
export const integer = (min?: number, max?: number, more: More = {}): Rule => ({
  type: 'integer',
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
  ...more,
})
export const flag: Rule = { type: 'boolean', optional: true }
export const optional = (rule: Rule): Rule => ({ ...rule, optional: true })

/** Checks as PVE::JSONSchema does, with its words. Throws the 400 that names every parameter which is wrong. */
export function check(rules: Rules, asked: Readonly<Record<string, string>>): Given {
  const errors: Record<string, string> = {}
  const given: Record<string, string | number> = {}
  for (const [name, rule] of Object.entries(rules)) {
    const value = asked[name]
    if (value === undefined) {
      if (!rule.optional) errors[name] = 'property is missing and it is not optional'
      continue
    }
    const wrong = rule.requires !== undefined && asked[rule.requires] === undefined
    if (wrong) errors[rule.requires ?? ''] = `missing property - '${name}' requires this property`
    const fault = faultOf(rule, value)
    if (fault) errors[name] = fault
    else given[name] = valueOf(rule, value)
  }
  for (const name of Object.keys(asked)) {
    if (!rules[name]) {
      errors[name] = 'property is not defined in schema and the schema does not allow additional properties'
    }
  }
  if (Object.keys(errors).length > 0) throw badParameters(errors)
  return given
}

function faultOf(rule: Rule, value: string): string | undefined {
  return typeFault(rule, value) ?? rangeFault(rule, value) ?? formFault(rule, value)
}

const yes = /^(1|on|yes|true)$/i
const no = /^(0|off|no|false)$/i
const isOfType: Readonly<Record<Rule['type'], (value: string) => boolean>> = {
  string: () => true,
  integer: (value) => /^[+-]?\d+$/.test(value),
  number: (value) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value),
  boolean: (value) => yes.test(value) || no.test(value),
}

function typeFault({ type }: Rule, value: string): string | undefined {
  return isOfType[type](value) ? undefined : `type check ('${type}') failed - got '${value}'`
}

function rangeFault({ type, min, max, longest }: Rule, value: string): string | undefined {
  if (type === 'string') {
    return longest !== undefined && value.length > longest ? `value may only be ${longest} characters long` : undefined
  }
  if (min !== undefined && Number(value) < min) return `value must have a minimum value of ${min}`
  if (max !== undefined && Number(value) > max) return `value must have a maximum value of ${max}`
  return undefined
}

function formFault({ oneOf, pattern, format }: Rule, value: string): string | undefined {
  if (oneOf && !oneOf.includes(value)) {
    return `value '${value}' does not have a value in the enumeration '${oneOf.join(', ')}'`
  }
  if (pattern && !pattern.test(value)) return 'value does not match the regex pattern'
  const fault = format && formats[format](value)
  return fault ? `invalid format - ${fault}` : undefined
}

function valueOf({ type }: Rule, value: string): string | number {
  if (type === 'boolean') return yes.test(value) ? 1 : 0
  return type === 'string' ? value : Number(value)
}
