import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { randomId } from '../../lib/ids.ts'
import { asProblem, httpStatus, type Problem } from '../../lib/problem.ts'
import type { Context } from '../../meetings/context.ts'
import { explainField, type FieldError } from './field-words.ts'

/** The one place where a failure becomes an answer of the REST API. Bugs are logged, and only their number is told. */
export function answerFailure({ log, database }: Pick<Context, 'log' | 'database'>) {
  return async (error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (hasZodFastifySchemaValidationErrors(error)) return await refuseFields(error, request, reply)
    const problem = asProblem(error)
    if (problem) {
      const { code, message, hint } = problem
      if (code === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
      return await send(reply, httpStatus(problem), { code, message, hint })
    }
    const status = 'statusCode' in error ? error.statusCode : undefined
    if (status !== undefined && status >= 400 && status < 500) {
      return await send(reply, status, { code: 'usage', message: unreadable[error.code ?? ''] ?? error.message })
    }
    // A query that fails while the database is away is no bug.
    if (await isAway(database)) {
      log.error({ err: error, route: request.routeOptions.url }, 'the database does not answer')
      return await send(reply, 503, { code: 'unavailable', message: 'the database does not answer' })
    }
    const incident = randomId(9)
    log.error({ err: error, route: request.routeOptions.url, incident }, 'a request met a bug')
    await send(reply, 500, {
      code: 'bug',
      message: `Incident ${incident} is in the log of the program; please report it.`,
    })
  }
}

async function isAway(database: Context['database']): Promise<boolean> {
  try {
    await database.ping()
    return false
  } catch {
    return true
  }
}

/** What an address that is not there answers. */
export async function answerNotFound(_: FastifyRequest, reply: FastifyReply): Promise<void> {
  await send(reply, 404, { code: 'not-found', message: 'there is nothing at this address' })
}

/** What cannot even be read, by the code of the web server. */
const unreadable: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'the body is not JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty, although its content type says that it is JSON',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'the body must be JSON, with the header content-type: application/json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is too large',
}

interface Invalid {
  readonly validation: readonly FieldError[]
  readonly validationContext?: string
}

async function refuseFields(error: Invalid, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { validation, validationContext = 'body' } = error
  const given = { body: request.body, querystring: request.query, params: request.params }[validationContext]
  const fields = validation.map((one) => {
    const path = one.instancePath.split('/').filter(Boolean)
    return { field: path.join('.') || validationContext, message: explainField(one, valueAt(given, path)) }
  })
  const message = fields.map((one) => `${one.field}: ${one.message}`).join('; ')
  await send(reply, 422, { code: 'invalid', message, fields })
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value
  if (typeof value !== 'object' || value === null) return undefined
  return valueAt((value as Readonly<Record<string, unknown>>)[key], rest)
}

async function send(reply: FastifyReply, status: number, body: object): Promise<void> {
  await reply.code(status).type('application/json').serializer(JSON.stringify).send(body)
}
