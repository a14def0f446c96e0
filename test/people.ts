import { addPerson, type NewPerson, type Person } from '../src/people/people.ts'
import { beginSession } from '../src/people/sessions.ts'
import type { Asking } from './rest.ts'
import type { Rig } from './rig.ts'

/** Somebody with an account who is signed in. */
export interface SignedIn {
  readonly person: Person
  /** The headers with which their browser would call our own API. */
  readonly headers: NonNullable<Asking['headers']>
}

/** Makes an account and signs it in, without the pages. */
export async function signIn({ app }: Rig, wanted: Partial<NewPerson> & { name: string }): Promise<SignedIn> {
  const { clock, database } = app.gateway.context
  const parts = { clock, database }
  const person = await database.transact((tx) =>
    addPerson(parts, tx, { organisation: 'main', role: 'member', status: 'active', ...wanted }, 'local:test'),
  )
  const { cookie, session } = await beginSession(parts, person, 'a browser')
  return { person, headers: { cookie: `mycel_session=${cookie.reveal()}`, 'x-mycel-csrf': session.csrf } }
}
