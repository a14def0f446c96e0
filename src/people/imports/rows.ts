import type { Role } from '../rights.ts'
import { isEmail, isLanguage, isLine } from '../words.ts'
import type { TableRow } from './table.ts'

/** What one row says of a person: what is undefined is not said, null empties the field. */
export interface ImportRow {
  readonly line: number
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  readonly externalId?: string | undefined
  readonly role?: Role | undefined
  readonly language?: string | null | undefined
  /** All the groups, by name. */
  readonly groups?: readonly string[] | undefined
}

/** A row that cannot be imported: what is wrong with it and what to do, one sentence each. */
export interface BadRow {
  readonly line: number
  readonly problems: readonly string[]
}

/** What a row says, or what is wrong with it. A cell of `-` empties the field; an empty one leaves it as it is. */
export function readRow({ line, cells, surplus }: TableRow): ImportRow | BadRow {
  const { name, email, external_id: externalId, role, language, groups } = cells
  const problems = [
    surplus > 0 && 'there are more cells than headings: put cells that contain the separator in quotation marks',
    isEmpty(email) && isEmpty(externalId) && 'neither email nor external_id: give one, to recognise them by',
    isTooLong(name) && 'the name must be one line of at most 200 characters',
    isTooLong(externalId) && 'the external_id must be one line of at most 200 characters',
    email !== undefined && email !== '-' && !isEmail(email) && `${quote(email)} is not an e-mail address`,
    role !== undefined && !toRole(role) && `the role ${quote(role)} is unknown: write admin or member`,
    language !== undefined && language !== '-' && !isLanguage(language) && badLanguage(language),
    ...(groups === undefined ? [] : splitGroups(groups).map((group) => isTooLong(group) && longGroup)),
  ].filter((problem) => problem !== false)
  if (problems.length > 0) return { line, problems }
  return {
    line,
    name,
    email: email === '-' ? null : email,
    externalId: externalId === '-' ? undefined : externalId,
    role: role === undefined ? undefined : toRole(role),
    language: language === '-' ? null : language,
    groups: groups === undefined ? undefined : splitGroups(groups),
  }
}

const longGroup = 'the name of a group must have at most 200 characters'

function badLanguage(language: string): string {
  return `the language ${quote(language)} is unknown: write its code, such as en, fr or pt-BR`
}

function isEmpty(cell: string | undefined): boolean {
  return cell === undefined || cell === '-'
}

function isTooLong(text: string | undefined): boolean {
  return text !== undefined && (text.length > 200 || !isLine(text))
}

/** The text as a message can show it. */
export function quote(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`
}

function toRole(text: string): Role | undefined {
  const plain = text.toLowerCase()
  return plain === 'admin' || plain === 'member' ? plain : undefined
}

function splitGroups(text: string): string[] {
  if (text === '-') return []
  const names = text.split('|').map((name) => name.trim())
  return names.filter((name, at) => name !== '' && names.findIndex((other) => isSame(other, name)) === at)
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
