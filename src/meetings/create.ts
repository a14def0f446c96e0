import { Refusal } from '../protocol/failures.ts'
import { type Parameter, valueOf } from '../protocol/query.ts'
import { branded, refuseFullStorage, refuseNewMeeting } from './admission.ts'
import type { Context } from './context.ts'
import { createAgain, isThere, repeatAnswer, wasJustConfirmed } from './create-again.ts'
import { createAnew, Taken } from './create-anew.ts'
import { checkFetched } from './fetched.ts'
import { askServer } from './info.ts'
import type { CreateAnswer, Meeting } from './meeting.ts'
import type { Organisation } from './organisations.ts'
import { patiently } from './patience.ts'
import { requestToRecreate } from './recreate.ts'
import type { Body } from './store.ts'
import { addInPlace } from './store-rows.ts'
import { validateCreate } from './validate.ts'

/** A client's create, its checksum verified. */
export interface CreateRequest {
  readonly organisation: Organisation
  readonly parameters: readonly Parameter[]
  /** The `<modules>` body, if any. */
  readonly body: Body | undefined
}

/** Creates meetings: one at a time for each meeting ID, however many ask at once. */
export interface Creator {
  /** The elements of the answer in bbb-web's order. Throws `Refusal`. */
  create(request: CreateRequest): Promise<CreateAnswer>
  /**
   * Makes a meeting whose server is gone again elsewhere, as it was created; one that is being created it sees created.
   * Throws `Refusal`.
   */
  recreate(organisation: Organisation, meeting: Meeting): Promise<void>
}

export function createCreator(context: Context): Creator {
  const underway = new Map<string, Promise<CreateAnswer>>()
  /** Claims that may still succeed, although those who made them may have been told otherwise. */
  const claims = new Map<string, Promise<void>>()

  const answer = async (request: CreateRequest, meetingId: string): Promise<CreateAnswer> => {
    const existing = await findExisting(context, request.organisation.id, meetingId)
    if (existing && isThere(context, existing)) return await createAgain(context, request, existing)
    const onClaiming = (claiming: Promise<unknown>) => hold(claims, keyOf(request.organisation.id, meetingId), claiming)
    try {
      return await createAnew(context, request, { meetingId, lost: existing, onClaiming })
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      return await createAgain(context, request, await findTheirs(context, request, { meetingId, mine: existing }))
    }
  }

  /** Whoever comes while another create of this meeting is under way waits for it, and shares the failure of a server. */
  const inTurn = async (
    organisation: string,
    meetingId: string,
    run: (existing: Meeting | undefined) => Promise<CreateAnswer>,
  ): Promise<CreateAnswer> => {
    const key = keyOf(organisation, meetingId)
    for (;;) {
      const leader = underway.get(key)
      const claiming = claims.get(key)
      if (leader) await leader.catch(passOverRefusal)
      else if (claiming) await patiently(() => claiming, { outcome: 'nothing was created' })
      else break
    }
    const creation = run(context.directory.find(organisation, meetingId))
    underway.set(key, creation)
    try {
      return await creation
    } finally {
      underway.delete(key)
    }
  }

  return {
    async create(given) {
      validateCreate(given.parameters)
      const request = { ...given, parameters: branded(context, given) }
      await checkFetched(context, request)
      const meetingId = valueOf(request.parameters, 'meetingID') ?? ''
      return await inTurn(request.organisation.id, meetingId, async (existing) => {
        if (existing && wasJustConfirmed(context, existing)) return repeatAnswer(existing, given.parameters)
        if (!existing) {
          refuseNewMeeting(context, request.organisation.id)
          refuseFullStorage(context, request)
        }
        return await answer(request, meetingId)
      })
    },
    async recreate(organisation, { meetingId }) {
      await inTurn(organisation.id, meetingId, async (known) => {
        // Another replica may be making it again in this moment.
        if (!known) await context.replicas.fetch(organisation.id, meetingId)
        const existing = known ?? context.directory.find(organisation.id, meetingId)
        if (!existing) throw new Refusal('invalidMeetingIdentifier')
        if (existing.facts && isThere(context, existing)) return existing.answer
        const request = await requestToRecreate(context, organisation, existing)
        if (isThere(context, existing)) return await createAgain(context, request, existing)
        context.log.warn({ meeting: meetingId, server: existing.server }, 'a meeting is made again elsewhere')
        return await answer(request, meetingId)
      })
    },
  }
}

function keyOf(organisation: string, meetingId: string): string {
  return `${organisation}:${meetingId}`
}

function hold(claims: Map<string, Promise<void>>, key: string, claiming: Promise<unknown>): void {
  const release = () => void claims.delete(key)
  claims.set(key, claiming.then(release, release))
}

/** What was refused for what one client said, such as wrong passwords, is no matter of the next. */
function passOverRefusal(error: unknown): void {
  if (!(error instanceof Refusal) || error.key === 'internalError') throw error
}

/** What another replica claimed in the place of `mine`, which leaves memory in the same step: one of the two is always there. */
async function findTheirs(
  { directory, store }: Context,
  { organisation: { id } }: CreateRequest,
  { meetingId, mine }: { readonly meetingId: string; readonly mine: Meeting | undefined },
): Promise<Meeting> {
  const known = directory.find(id, meetingId)
  const theirs = known && known !== mine ? known : await store.findLive(id, meetingId)
  if (mine) directory.remove(mine)
  if (!theirs) throw new Refusal('internalError')
  const found = directory.byInstance(theirs.instance)
  if (!found) addInPlace(directory, theirs, mine)
  return found ?? theirs
}

/** A server that is being drained must not make a meeting anew whose end went unnoticed: it is asked before. */
async function findExisting(context: Context, organisation: string, meetingId: string): Promise<Meeting | undefined> {
  const existing = context.directory.find(organisation, meetingId)
  if (existing && context.pool.find(existing.server)?.admin === 'draining') await askServer(context, existing)
  return context.directory.find(organisation, meetingId)
}
