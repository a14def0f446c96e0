/** What the REST API answers, as far as commands show it. Times are ISO 8601 text. */
export interface StatusAnswer {
  readonly version: string
  readonly startedAt: string
  readonly url: string
  readonly database: string
  readonly practice: boolean
  readonly ready: boolean
  readonly servers: number
  readonly serversBy: Readonly<Record<string, number>>
  readonly takesMeetings: boolean
  readonly meetings: number
  readonly people: number
  /** Service accounts that need somebody. */
  readonly serviceAlarms: number
}

export interface ServerAnswer {
  readonly id: string
  readonly url: string
  readonly origin: string
  readonly state: string
  readonly condition: string
  readonly takesMeetings: boolean
  readonly whyNot: string | null
  readonly capacity: number
  readonly weight: number
  readonly tags: readonly string[]
  readonly owner: string | null
  readonly seats: number
  /** Null while it is disabled. */
  readonly people: number | null
  readonly meetings: number
  readonly foreignMeetings: number
  readonly events: boolean
  readonly lastSeenAt: string | null
  readonly lastError: string | null
  readonly draining: DrainingAnswer | null
}

/** A server with its meetings in full. */
export interface ServerDetailsAnswer extends Omit<ServerAnswer, 'meetings'> {
  readonly meetings: readonly MeetingAnswer[]
}

export interface DrainingAnswer {
  readonly meetings: number
  readonly people: number
  readonly emptyBy: string | null
}

export interface OrganisationAnswer {
  readonly id: string
  readonly name: string
  readonly origin: string
  readonly parent: string | null
  readonly kind: string
  /** Its own status, and what holds when those above it are taken into account. */
  readonly status: string
  readonly standing: string
  readonly brand: Readonly<Record<string, string | undefined>>
  readonly ownBrand: Readonly<Record<string, string | undefined>>
  readonly hosts: readonly string[]
  /** What its clients are given as the address of their BigBlueButton server. */
  readonly url: string
  readonly checksums: readonly string[]
  readonly limits: {
    readonly meetings?: number
    readonly users?: number
    readonly minutes?: number
    readonly storage?: number
    readonly duration?: number
    readonly recording: boolean
  }
  /** Null when those of the organisation that it is part of hold. */
  readonly prices: PricesAnswer | null
  readonly create: ParameterRulesAnswer
  readonly join: ParameterRulesAnswer
  /** Tag expressions; empty for any server. */
  readonly servers: { readonly required: string; readonly preferred: string }
  readonly joinPage: { readonly enabled: boolean; readonly perSecond?: number }
  readonly meetings: number
  readonly people: number
  readonly secrets: readonly { readonly fingerprint: string; readonly lastUsedAt: string | null }[]
}

/** Money is in the currency's smallest unit, for a thousand of each thing. */
export interface PricesAnswer {
  readonly currency: string
  readonly listening: number
  readonly speaking: number
  readonly camera: number
  readonly recording: number
  readonly base: number
  readonly free: number
  readonly solidarity: number
}

export interface ParameterRulesAnswer {
  readonly defaults: Readonly<Record<string, string | number | boolean>>
  readonly overrides: Readonly<Record<string, string | number | boolean>>
}

export interface MeetingAnswer {
  readonly organisation: string
  readonly meetingId: string
  readonly name: string
  readonly server: string
  readonly state: string
  readonly running: boolean
  readonly people: number
  readonly seats: number
  readonly createdAt: string
}

export interface MeetingDetailsAnswer extends MeetingAnswer {
  readonly internalId: string | null
  readonly decision: DecisionAnswer
}

/** Why a meeting is on its server. */
export interface DecisionAnswer {
  readonly server: string
  readonly size: number
  readonly sizeFrom: string
  readonly at: string
  readonly because: string
  readonly considered: readonly {
    readonly server: string
    readonly load: number
    readonly capacity: number
    readonly score: number
    readonly preferred: boolean
  }[]
  /** How many servers were left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>
}

export interface RoomAnswer {
  readonly id: string
  readonly organisation: string
  readonly name: string
  readonly oldNames: readonly string[]
  readonly url: string
  readonly title: string
  readonly description: string
  readonly preset: string
  readonly settings: Readonly<Record<string, string | boolean>>
  readonly overridden: readonly string[]
  readonly accessCode: string | null
  readonly moderatorCode: string | null
  readonly expectedSize: number | null
  readonly owners: readonly { readonly id: string; readonly name: string | null }[]
  readonly running: boolean
  readonly people: number
  readonly runningSince: string | null
  readonly bookings: readonly { readonly startsAt: string; readonly people: number }[]
}

export interface CallbackAnswer {
  readonly id: string
  readonly kind: string
  readonly organisation: string
  readonly meetingId: string
  readonly url: string
  readonly state: string
  readonly tries: number
  readonly nextAt: string | null
  readonly lastError: string | null
}

export interface TokenAnswer {
  readonly id: string
  readonly name: string
  readonly scope: string
  readonly createdAt: string
  readonly createdBy: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

export interface ChangeAnswer {
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

export interface EventRequestAnswer {
  readonly id: string
  readonly state: 'new' | 'accepted' | 'declined'
  /** Null for whoever may not see people. */
  readonly contact: { readonly name: string; readonly email: string; readonly group: string } | null
  readonly event: {
    readonly title: string
    readonly startsAt: string
    readonly minutes: number
    readonly people: number
    readonly cameras: number
    readonly listeners: number
    readonly talk: string
    readonly breakouts: number
    readonly recording: boolean
    readonly geography: string
    readonly budget: string
    readonly notes: string | null
  }
  readonly estimate: {
    readonly seats: number
    readonly servers: number
    readonly capacity: number
    readonly largest: number
    readonly booked: number
    readonly fits: boolean
    readonly fitsWithFailure: boolean
  } | null
  readonly room: string | null
  readonly deletedAt: string
}

export interface SignInAnswer {
  readonly origin: 'file' | 'database'
  readonly passwords: boolean
  readonly secondFactor: 'optional' | 'required'
  readonly registration: 'no' | 'members'
  readonly oidc: {
    readonly name: string
    readonly issuer: string
    readonly clientId: string
    readonly hasClientSecret: boolean
    readonly scopes: readonly string[]
    readonly emailDomains: readonly string[]
    readonly trustEmail: boolean
    readonly roles: {
      readonly claim: string
      readonly admin: readonly string[]
      readonly member: readonly string[]
    } | null
  } | null
  readonly address: string
  readonly redirect: string
  readonly backChannelLogout: string
}
