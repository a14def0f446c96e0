import type { FastifyInstance } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import type { Installation } from '../installation.ts'
import { failurePage } from '../pages/failure-page.ts'
import { acceptForms } from '../pages/form.ts'
import { serveChangePassword } from './change-password-routes.ts'
import { serveCodes } from './code-routes.ts'
import { createDesk, show, showFailure, viewFor } from './desk.ts'
import { serveInvitations } from './invitation-routes.ts'
import { serveOidc } from './oidc-routes.ts'
import { servePasswords } from './password-routes.ts'
import { serveSecondStep } from './second-step-routes.ts'
import { serveSignOut } from './sign-out-routes.ts'

/** Bytes; what signing in asks for is short. */
const largestForm = 16_384

/**
 * Serves the pages on which people sign in and out. Who may see them: everybody; what they tell of an account is told only
 * to whoever has proved to be its owner. They work without scripts.
 */
export function serveSignIn(app: FastifyInstance, installation: Installation, coop: { readonly name: string }): void {
  const desk = createDesk(installation, coop)
  const { log } = installation.gateway.context
  acceptForms(app, largestForm)
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Problem) {
      const { code, message, cause } = error
      log.info({ code, err: cause, route: request.routeOptions.url }, `a sign-in did not work: ${message}`)
      return showFailure(desk, request, reply, error)
    }
    const view = viewFor(desk, request, undefined)
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
    if (typeof status === 'number' && status < 500) return show(reply, view, failurePage(view, 'notUnderstood'), status)
    const incident = randomId(9)
    log.error({ err: error, route: request.routeOptions.url, incident }, 'a page met a bug')
    return show(reply, view, failurePage(view, 'bug', [], incident), 500)
  })
  servePasswords(app, desk)
  serveCodes(app, desk)
  serveSecondStep(app, desk)
  serveChangePassword(app, desk)
  serveSignOut(app, desk)
  serveInvitations(app, desk)
  serveOidc(app, desk)
}
