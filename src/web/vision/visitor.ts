import type { FastifyRequest } from 'fastify'
import type { VisionOrganisation } from '../../vision/parts.ts'
import type { Viewer } from '../../vision/pictures.ts'
import { recognise } from '../caller.ts'
import type { Installation } from '../installation.ts'

/** Who stands before a wall. */
export interface Visitor extends Viewer {
  readonly actor: string
  readonly mayAdd: boolean
  /** Members see who put a picture there. */
  readonly isMember: boolean
  /** What a form of theirs must bear; empty for whoever is not signed in. */
  readonly csrf: string
}

/** Before which wall they stand: that of an organisation which they may see. */
export interface Before {
  readonly organisation: VisionOrganisation
  readonly visitor: Visitor
}

/** `sign-in` for whoever may be allowed once we know them; undefined for whoever may not, and where there is no wall. */
export async function seeVisitor(
  installation: Installation,
  request: FastifyRequest,
  id: string,
): Promise<Before | 'sign-in' | undefined> {
  const { vision } = installation
  const known = await recognise(installation, request)
  const organisation = vision.organisations.find(id)
  if (!known) {
    if (!vision.settings.public) return 'sign-in'
    return organisation && { organisation, visitor: stranger }
  }
  const isMember = known.may('pictures.own', id)
  if (!organisation || !(isMember || vision.settings.public)) return undefined
  const { person, session } = known.signedIn
  const moderates = known.may('pictures.manage', id)
  return {
    organisation,
    visitor: { actor: known.actor, person: person.id, moderates, mayAdd: isMember, isMember, csrf: session.csrf },
  }
}

const stranger: Visitor = {
  actor: 'nobody',
  person: undefined,
  moderates: false,
  mayAdd: false,
  isMember: false,
  csrf: '',
}
