import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sanitize } from '../../protocol/query.ts'

/** Bytes; what people write into a form of ours. */
const largestForm = 64 * 1024

/** Lets the routes of a plugin take what browsers send from forms, up to so many bytes. */
export function acceptForms(app: FastifyInstance, bodyLimit = largestForm): void {
  const type = 'application/x-www-form-urlencoded'
  app.addContentTypeParser(type, { parseAs: 'string', bodyLimit }, (_, body, done) =>
    done(null, new URLSearchParams(body.toString())),
  )
}

/** One line of a form, tidied; empty when it is missing. */
export function formText(request: FastifyRequest, name: string): string {
  return sanitize(formValue(request, name).replace(/\s+/g, ' '))
}

/** Several lines of a form, each tidied. */
export function formLines(request: FastifyRequest, name: string): string {
  return formValue(request, name)
    .split(/\r\n|\r|\n/)
    .map((line) => sanitize(line))
    .join('\n')
    .trim()
}

/** What a form sent under this name, to the letter, such as a password; empty when it sent nothing. */
export function formValue({ body }: FastifyRequest, name: string): string {
  return body instanceof URLSearchParams ? (body.get(name) ?? '').toWellFormed().replaceAll('\0', '') : ''
}
