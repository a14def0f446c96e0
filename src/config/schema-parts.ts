import { z } from 'zod'
import { parseSecretRef, textField } from './fields.ts'

/** What the parts of the schema are written with. */

/** What an editor and the manual say of a key. */
export const about = (description: string, ...examples: unknown[]) => ({ description, examples })

export const count = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum)

export const words = (description: string, example: string) =>
  z.string().trim().min(1).max(200).meta(about(description, example))

export const secret = (description: string, example: string) =>
  textField(parseSecretRef, { description, examples: [example], writeOnly: true })

export const checksum = z.enum(['sha1', 'sha256', 'sha384', 'sha512'])
