import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findPerson, type Person } from '../../people/people.ts'
import { useCode } from '../../people/second-factor.ts'
import { type BegunSignIn, countTry, findSignIn, takeSignIn } from '../../people/sign-ins.ts'
import { readCookie } from '../caller.ts'
import { formValue } from '../pages/form.ts'
import { codePage } from './code-page.ts'
import { type Desk, goTo, show, showTooMany, viewFor } from './desk.ts'
import { countedAs } from './devices.ts'
import { codeCookie, enter } from './enter.ts'
import { formProof, requireOurForm } from './forms.ts'

/** `/sign-in/code`. Who may see it: whoever has just shown a password in this browser. */
export function serveCodes(app: FastifyInstance, desk: Desk): void {
  app.get('/sign-in/code', async (request, reply) => {
    if (!(await findPending(desk, request))) return await goTo(reply, '/sign-in')
    return drawCode(desk, request, reply, false)
  })
  app.post('/sign-in/code', async (request, reply) => {
    requireOurForm(desk.installation, request)
    const pending = await findPending(desk, request)
    if (!pending) return await goTo(reply, '/sign-in')
    const judged = await judgeCode(desk, request, pending)
    if (judged === 'too many') return showTooMany(desk, request, reply)
    if (judged === 'wrong') return drawCode(desk, request, reply, true)
    const taken = await takeSignIn(desk.installation.signIn, 'code', pending.text)
    if (!taken) return await goTo(reply, '/sign-in')
    await enter(desk, request, reply, pending.person)
    return await goTo(reply, taken.target)
  })
}

/** Somebody who has shown their password, and has not signed in yet. */
export interface Pending {
  readonly person: Person
  readonly begun: BegunSignIn
  /** The text of its cookie. */
  readonly text: string
}

export async function findPending({ installation }: Desk, request: FastifyRequest): Promise<Pending | undefined> {
  const text = readCookie(request, codeCookie) ?? ''
  const begun = text === '' ? undefined : await findSignIn(installation.signIn, 'code', text)
  const person = begun?.person === undefined ? undefined : await findPerson(installation.signIn, begun.person)
  const maySignIn = person?.status === 'active' || person?.status === 'invited'
  return begun && person && maySignIn ? { person, begun, text } : undefined
}

/**
 * Whether the code is right. Wrong ones are counted by password that was shown and by account, so that whoever knows the
 * password gains little by showing it again and again.
 */
async function judgeCode(desk: Desk, request: FastifyRequest, { person, text }: Pending) {
  const counted = countedAs(desk.installation, request, person.email ?? person.id)
  if (!desk.codes.take(counted) || !(await countTry(desk.installation.signIn, text))) return 'too many'
  if (!(await useCode(desk.installation.signIn, person, formValue(request, 'code')))) return 'wrong'
  desk.codes.giveBack(counted)
  return 'right'
}

function drawCode(desk: Desk, request: FastifyRequest, reply: FastifyReply, isWrong: boolean): FastifyReply {
  const view = viewFor(desk, request, undefined)
  const proof = formProof(desk.installation, request, reply)
  return show(reply, view, codePage(view, proof, isWrong), isWrong ? 422 : 200)
}
