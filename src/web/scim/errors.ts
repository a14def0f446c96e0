import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { httpStatus, Problem } from '../../lib/problem.ts'
import type { Context } from '../../meetings/context.ts'
import { ScimProblem } from '../../people/scim/problem.ts'

/** A request whose condition (If-Match) does not hold. */
export class PreconditionFailed extends Problem {
  constructor() {
    super('conflict', 'the resource has changed since: read it again')
  }
}

/** A failure as RFC 7644 wants it, section 3.12. Bugs are logged, and only their number is told. */
export function answerScimFailure({ log }: Pick<Context, 'log'>) {
  return async (error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (error instanceof Problem) {
      if (error.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
      return await send(reply, statusOf(error), error.message, typeOf(error))
    }
    const status = error.statusCode
    if (status !== undefined && status >= 400 && status < 500) {
      return await send(reply, status, error.message, status === 400 ? 'invalidSyntax' : undefined)
    }
    const incident = randomId(9)
    log.error({ err: error, route: request.routeOptions.url, incident }, 'a request met a bug')
    await send(reply, 500, `Incident ${incident} is in the log of the program; please report it.`)
  }
}

/** What an address that is not there answers. */
export async function answerNothingThere(_: FastifyRequest, reply: FastifyReply): Promise<void> {
  await send(reply, 404, 'there is nothing at this address')
}

function statusOf(problem: Problem): number {
  if (problem instanceof PreconditionFailed) return 412
  return problem.code === 'invalid' ? 400 : httpStatus(problem)
}

function typeOf(problem: Problem): string | undefined {
  if (problem instanceof ScimProblem) return problem.scimType
  if (problem instanceof PreconditionFailed) return undefined
  if (problem.code === 'conflict') return 'uniqueness'
  return problem.code === 'invalid' || problem.code === 'usage' ? 'invalidValue' : undefined
}

async function send(reply: FastifyReply, status: number, detail: string, scimType?: string): Promise<void> {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
  const body = { schemas, status: String(status), ...(scimType && { scimType }), detail }
  await reply.code(status).type('application/scim+json').send(JSON.stringify(body))
}
