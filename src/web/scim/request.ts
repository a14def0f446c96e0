import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Query } from '../../people/scim/list.ts'
import { mostResults } from '../../people/scim/list.ts'
import type { Operation } from '../../people/scim/patch.ts'
import { ScimProblem } from '../../people/scim/problem.ts'
import { versionOf } from '../../people/scim/resource.ts'
import type { Directory, Precondition } from '../../people/scim/users.ts'
import { attributeOf, isResource, type Resource } from '../../people/scim/value.ts'
import type { Installation } from '../installation.ts'
import { PreconditionFailed } from './errors.ts'

export type Params = { readonly organisation: string; readonly id: string }

/** The organisation that the path names, and who asks. */
export function directoryOf({ url }: Installation, request: FastifyRequest): Directory {
  const { organisation } = request.params as Params
  const base = `${url()}/scim/v2/${encodeURIComponent(organisation)}`
  return { organisation, actor: request.actor, base }
}

/** The body as a resource. Throws ScimProblem 'invalidSyntax'. */
export function bodyOf({ body }: FastifyRequest): Resource {
  if (isResource(body as Resource)) return body as Resource
  throw new ScimProblem('invalidSyntax', 'the body must be a JSON object')
}

const patchBody = z.array(z.object({ op: z.string(), path: z.string().optional(), value: z.json().optional() }))

/** The operations of a PATCH. Throws ScimProblem 'invalidSyntax'. */
export function operationsOf(request: FastifyRequest): readonly Operation[] {
  const read = patchBody
    .min(1)
    .max(1000)
    .safeParse(attributeOf(bodyOf(request), 'Operations'))
  if (read.success) return read.data as Operation[]
  throw new ScimProblem(
    'invalidSyntax',
    'the body must have "Operations", 1 to 1000, each with "op", "path" and "value"',
  )
}

const wholeNumber = z.coerce.number().int()
const list = z.union([z.string(), z.array(z.string()).transform((names) => names.join(','))])

const queryFields = z.object({
  filter: z.string().optional(),
  sortBy: z.string().optional(),
  sortOrder: z.string().optional(),
  startIndex: wholeNumber.default(1),
  count: wholeNumber.default(mostResults),
  attributes: list.optional(),
  excludedAttributes: list.optional(),
})

/** The query, from the address or from the body of a search. Throws ScimProblem 'invalidValue'. */
export function queryOf(fields: unknown): Query {
  const read = queryFields.safeParse(fields)
  if (read.success) return read.data
  const names = read.error.issues.map(({ path }) => path.join('.'))
  throw new ScimProblem('invalidValue', `the query cannot be read: ${names.join(', ')}`)
}

/** What If-Match asks of a resource before it is changed. */
export function preconditionOf({ headers }: FastifyRequest): Precondition {
  const wanted = headers['if-match']
  return (resource) => {
    if (wanted !== undefined && !isNamed(wanted, versionOf(resource))) throw new PreconditionFailed()
  }
}

/** Sends a resource with its version; not again if the client has that version. */
export async function sendResource(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Resource,
  shown = resource,
): Promise<void> {
  const version = versionOf(resource)
  reply.header('etag', version).type('application/scim+json')
  const known = request.headers['if-none-match']
  const isKnown = request.method === 'GET' && known !== undefined && isNamed(known, version)
  await (isKnown ? reply.code(304).send() : reply.send(JSON.stringify(shown)))
}

function isNamed(header: string, version: string): boolean {
  const plain = (tag: string) => tag.trim().replace(/^W\//, '')
  return header.trim() === '*' || header.split(',').some((tag) => plain(tag) === plain(version))
}
