import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Right } from '../../people/rights.ts'
import type { Caller } from '../caller.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, for the audit log. */
    actor: string
    caller: Caller
  }
  interface FastifyContextConfig {
    /** Anyone may call, without a token. */
    public?: boolean
    /**
     * What the caller must hold: in the organisation that the path names as `:organisation`, else in the installation.
     * Default: `installation.see` for reading, `installation.manage` for everything else.
     */
    right?: Right
  }
}

/** The routes of the REST API, where a zod schema gives validation, types and description at once. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse<IncomingMessage>,
  FastifyBaseLogger,
  ZodTypeProvider
>

export const problemBody = z
  .object({
    code: z.string().describe('What went wrong, for programs.'),
    message: z.string().describe('What went wrong, for people.'),
    hint: z.string().optional().describe('What to do about it.'),
    fields: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .describe('What is wrong with which field, when the request is invalid.'),
  })
  .meta({ id: 'Problem', description: 'A failure.' })

const failure = (description: string) => ({ description, content: { 'application/json': { schema: problemBody } } })

/** How a route's failures look; put beside its own responses. */
export const failures = {
  '4xx': failure('The request cannot be carried out.'),
  '5xx': failure('This program, or a server that it asked, failed.'),
} as const

export const nothing = z.null().describe('Done.')

/** A moment as ISO 8601 text, or null. */
export function toIso(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString()
}
