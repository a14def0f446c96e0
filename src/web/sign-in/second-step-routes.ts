import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../../people/people.ts'
import {
  confirmSecondFactor,
  hasSecondFactor,
  offerSecondFactor,
  removeSecondFactor,
  useCode,
} from '../../people/second-factor.ts'
import { readSession } from '../../people/sessions.ts'
import { settingsOf } from '../../people/sign-in-settings.ts'
import { countTry, takeSignIn } from '../../people/sign-ins.ts'
import { totpAddress } from '../../people/totp.ts'
import { readCookie, sessionCookie } from '../caller.ts'
import { formValue } from '../pages/form.ts'
import { hasSecondStepPage, recoveryPage, setUpPage } from './code-page.ts'
import { findPending, type Pending } from './code-routes.ts'
import { type Desk, goTo, show, showTooMany, viewFor } from './desk.ts'
import { countedAs } from './devices.ts'
import { enter } from './enter.ts'
import { formProof, requireOurForm } from './forms.ts'
import { usualTarget } from './target.ts'

/**
 * `/sign-in/second-step`: the authenticator app of an account. Who may see it: whoever is signed in, and whoever has just
 * shown a password and must set it up first.
 */
export function serveSecondStep(app: FastifyInstance, desk: Desk): void {
  const { signIn } = desk.installation
  app.get('/sign-in/second-step', async (request, reply) => {
    const who = await findWho(desk, request)
    return who ? await draw(desk, request, reply, who) : await goTo(reply, '/sign-in?to=/sign-in/second-step')
  })
  app.post('/sign-in/second-step', async (request, reply) => {
    requireOurForm(desk.installation, request)
    const who = await findWho(desk, request)
    if (!who) return await goTo(reply, '/sign-in')
    if (!(await mayTry(desk, request, who))) return showTooMany(desk, request, reply)
    const codes = await confirmSecondFactor(signIn, who.person, formValue(request, 'code'))
    if (!codes) return await draw(desk, request, reply, who, true)
    return await finish(desk, request, reply, who, codes)
  })
  app.post('/sign-in/second-step/remove', async (request, reply) => {
    requireOurForm(desk.installation, request)
    const who = await findWho(desk, request)
    if (!who || who.pending) return await goTo(reply, '/sign-in')
    if (!(await mayTry(desk, request, who))) return showTooMany(desk, request, reply)
    const isRight = await useCode(signIn, who.person, formValue(request, 'code'))
    if (isRight) await removeSecondFactor(signIn, who.person, `person:${who.person.id}`)
    return isRight ? await goTo(reply, usualTarget) : await draw(desk, request, reply, who, true)
  })
}

interface Who {
  readonly person: Person
  /** Set when they are not signed in yet. */
  readonly pending: Pending | undefined
}

/** A password that was shown opens the way to a first app only: it does not replace one that is there. */
async function findWho(desk: Desk, request: FastifyRequest): Promise<Who | undefined> {
  const { signIn } = desk.installation
  const signedIn = await readSession(signIn, readCookie(request, sessionCookie) ?? '')
  if (signedIn) return { person: signedIn.person, pending: undefined }
  const pending = await findPending(desk, request)
  if (!pending || (await hasSecondFactor(signIn, pending.person.id))) return undefined
  return { person: pending.person, pending }
}

async function mayTry(desk: Desk, request: FastifyRequest, { person, pending }: Who): Promise<boolean> {
  const counted = countedAs(desk.installation, request, person.email ?? person.id)
  if (!desk.codes.take(counted)) return false
  return !pending || (await countTry(desk.installation.signIn, pending.text))
}

async function finish(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { person, pending }: Who,
  codes: readonly string[],
): Promise<FastifyReply> {
  const view = viewFor(desk, request, undefined)
  const taken = pending && (await takeSignIn(desk.installation.signIn, 'code', pending.text))
  if (pending && !taken) return await goTo(reply, '/sign-in')
  if (taken) await enter(desk, request, reply, person)
  return show(reply, view, recoveryPage(view, codes, taken?.target ?? usualTarget))
}

async function draw(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { person, pending }: Who,
  isWrong = false,
): Promise<FastifyReply> {
  const { signIn, gateway } = desk.installation
  const organisation = gateway.context.organisations.find(person.organisation)
  const view = viewFor(desk, request, organisation)
  const proof = formProof(desk.installation, request, reply)
  const { secondFactor } = await settingsOf(signIn, person.organisation)
  const isRequired = secondFactor === 'required'
  const status = isWrong ? 422 : 200
  if (!pending && (await hasSecondFactor(signIn, person.id))) {
    return show(reply, view, hasSecondStepPage(view, proof, isWrong, isRequired), status)
  }
  const secret = await offerSecondFactor(signIn, person.id)
  const address = totpAddress(secret, view.coop, person.email ?? person.name)
  const askedBy = isRequired ? (organisation?.name ?? person.organisation) : undefined
  return show(reply, view, setUpPage(view, { proof, secret, address, askedBy, isWrong }), status)
}
