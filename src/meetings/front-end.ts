import { Problem } from '../lib/problem.ts'
import { Refusal } from '../protocol/failures.ts'
import type { Parameter } from '../protocol/query.ts'
import type { Context } from './context.ts'
import type { Gateway } from './gateway.ts'
import { joinAnywhere } from './join.ts'
import type { Organisation } from './organisations.ts'

/** The gateway as a front end of our own uses it, without secrets: rooms begin and enter their meetings by it. */
export interface FrontEnd {
  /** The live meeting of that ID, wherever it was created. */
  find(organisation: string, meetingId: string): Promise<{ people: number; since: number } | undefined>
  /** Throws Problem 'refused' when a limit is reached, 'unavailable' when no server takes it. */
  create(organisation: string, parameters: readonly Parameter[]): Promise<void>
  /** Where to send the browser; by the join page if that is wanted. Throws as `create`. */
  join(organisation: string, parameters: readonly Parameter[], byJoinPage: boolean): Promise<string>
}

export function createFrontEnd({ context, creator, joinPage }: Gateway): FrontEnd {
  return {
    async find(organisation, meetingId) {
      if (context.replicas.hasOthers && !context.directory.find(organisation, meetingId)) {
        await context.replicas.fetch(organisation, meetingId)
      }
      const meeting = context.directory.find(organisation, meetingId)
      return meeting && { people: meeting.facts?.participants ?? 0, since: meeting.createdAt }
    },
    async create(organisation, parameters) {
      await inWords(async () => {
        await creator.create({ organisation: requireOpen(organisation), parameters, body: undefined })
      })
    },
    async join(organisation, parameters, byJoinPage) {
      const one = requireOpen(organisation)
      return await inWords(async () => {
        const page = byJoinPage ? joinPage.address(one, parameters) : undefined
        return page ?? (await joinAnywhere(context, creator, one, parameters))
      })
    },
  }

  function requireOpen(id: string): Organisation {
    const organisation = context.organisations.find(id)
    if (organisation && context.organisations.standing(id).status !== 'suspended') return organisation
    throw new Problem('refused', `the meetings of the organisation ${id} are paused`)
  }
}

/** An organisation as it shows itself on pages and in its rooms. */
export interface Doorplate {
  readonly id: string
  readonly name: string
  /** Whether meetings may begin. */
  readonly isOpen: boolean
  /** Whether people may come into meetings that have begun. */
  readonly goesOn: boolean
  readonly takesRooms: boolean
  readonly recording: boolean
  readonly welcome: string | undefined
}

export function describeOrganisations({ organisations }: Pick<Context, 'organisations'>) {
  return {
    find(id: string): Doorplate | undefined {
      const organisation = organisations.find(id)
      if (!organisation) return undefined
      const { status, brand, recording } = organisations.standing(id)
      return {
        id,
        name: brand.name ?? organisation.name,
        isOpen: status === 'active' || status === 'leaving',
        goesOn: status !== 'suspended',
        takesRooms: status === 'active',
        recording,
        welcome: brand.welcome,
      }
    },
  }
}

/** What clients of the API are told by keys, people are told in words. */
async function inWords<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const limit = limits[error.key]
    if (limit !== undefined) throw new Problem('refused', limit, { cause: error })
    throw new Problem('unavailable', `the meeting cannot be entered: ${error.message}`, { cause: error })
  }
}

const limits: Readonly<Record<string, string>> = {
  meetingLimitReached: 'the organisation has as many meetings as it may have at once',
  maxParticipantsReached: 'the organisation has as many people in meetings as it may have at once',
  organisationReadOnly: 'the organisation begins no new meetings at the moment',
  minutesUsedUp: 'the organisation has used up its participant-minutes for this month',
  recordingStorageUsedUp:
    'the recordings of the organisation take all the storage they may: delete some, or begin without recording',
}
