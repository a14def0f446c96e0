/**
 * What may be asked for. Rights about an organisation are held there and in every organisation below it; those about the
 * installation are held as a whole.
 */
export const rights = [
  /** Somebody is known to call; what they are shown is cut to what they may see. */
  'self',
  'installation.see',
  'installation.manage',
  'organisation.see',
  'organisation.manage',
  'meetings.see',
  'meetings.manage',
  /** Accounts by id, role and state; with `people.see` also by name and address. */
  'people.list',
  'people.see',
  'people.manage',
  'rooms.see',
  'rooms.manage',
  'rooms.own',
  /** All links, unlisted ones too, and where they lead. */
  'links.see',
  /** Links of one's own, and those that nobody owns. */
  'links.own',
  'links.manage',
  /** Minutes, decisions and the task board: every member reads and changes them. */
  'notes.use',
  /** To take them away. */
  'notes.manage',
  /** Sees the picture wall, and puts pictures of one's own on it. */
  'pictures.own',
  /** Hides and deletes pictures of others. */
  'pictures.manage',
  'usage.see',
  'audit.see',
  'tokens.manage',
] as const

export type Right = (typeof rights)[number]

/** What a person is in their organisation. */
export type Role = 'admin' | 'member'

/** Rights that somebody holds, in one organisation and below it, or (without one) in the whole installation. */
export interface Grant {
  readonly rights: ReadonlySet<Right>
  readonly organisation: string | undefined
}

/** Gives an organisation, the one it is part of, and so on up. */
export type Lineage = (organisation: string) => readonly string[]

const seeing: readonly Right[] = [
  'self',
  'installation.see',
  'organisation.see',
  'meetings.see',
  'usage.see',
  'audit.see',
]

/** Whoever runs the installation may do everything but see who the members of organisations are. */
export const operator: Grant = {
  rights: new Set(rights.filter((right) => right !== 'people.see')),
  organisation: undefined,
}

/** Looks at the installation, and at no person. */
export const observer: Grant = { rights: new Set(seeing), organisation: undefined }

const ofRole: Readonly<Record<Role, ReadonlySet<Right>>> = {
  admin: new Set(rights.filter((right) => !right.startsWith('installation.'))),
  member: new Set<Right>([
    'self',
    'organisation.see',
    'rooms.own',
    'links.see',
    'links.own',
    'notes.use',
    'pictures.own',
  ]),
}

/** What a person may do in the organisation that their account belongs to. */
export function grantOf(role: Role, organisation: string): Grant {
  return { rights: ofRole[role], organisation }
}

/** Whether any of the grants gives the right in an organisation, or (without one) in the installation. */
export function allows(
  grants: readonly Grant[],
  right: Right,
  organisation: string | undefined,
  lineage: Lineage,
): boolean {
  const line = organisation === undefined ? [] : lineage(organisation)
  return grants.some(
    (grant) =>
      grant.rights.has(right) &&
      (grant.organisation === undefined || right === 'self' || line.includes(grant.organisation)),
  )
}
