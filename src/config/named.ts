import { z } from 'zod'
import type { About } from './fields.ts'

/** Names given to things in the file: they appear in host names, tags and addresses. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'use small letters, digits and "-", beginning with a letter, at most 40')

/**
 * A group of things by their names, `web1: {…}`, which becomes a list in the order of the file, each with its `id`.
 * Names cannot be numbers, so that this order is kept.
 */
export function named<T extends z.ZodObject>(entry: T, about: About) {
  return z
    .record(name, entry)
    .prefault({})
    .transform((entries) => Object.entries(entries).map(([id, value]) => ({ id, ...value })))
    .meta({ ...about, examples: [...(about.examples ?? [])] })
}

/** A reference to something that is named elsewhere in the file. */
export const reference = (description: string, example: string) => name.meta({ description, examples: [example] })
