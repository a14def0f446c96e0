// Written from the OpenAPI description by `npm run generate`; a test says when it is out of date.

export type Applies = {
  readonly applies: readonly ({
    readonly id: string
    readonly at: string | null
    readonly endedAt: string | null
    readonly who: string
    /** The computer from which it was applied. */
    readonly place: string
    readonly why: string | null
    readonly file: string
    /** Of the plan that was carried out; empty for an adoption. */
    readonly hash: string
    /** `cut off`: it was killed, or it still runs. `moved`: the world was not what the plan was made of. */
    readonly ended: 'whole' | 'interrupted' | 'moved' | 'forbidden' | 'cut off'
    readonly steps: number
    readonly done: number
    readonly failed: number
  })[]
}

export type Apply = {
  readonly id: string
  readonly at: string | null
  readonly endedAt: string | null
  readonly who: string
  /** The computer from which it was applied. */
  readonly place: string
  readonly why: string | null
  readonly file: string
  /** Of the plan that was carried out; empty for an adoption. */
  readonly hash: string
  /** `cut off`: it was killed, or it still runs. `moved`: the world was not what the plan was made of. */
  readonly ended: 'whole' | 'interrupted' | 'moved' | 'forbidden' | 'cut off'
  readonly steps: number
  readonly done: number
  readonly failed: number
  readonly planned: readonly ({
    /** Which thing: its kind and its id, such as machine/web1.example.coop. */
    readonly ref: string
    readonly kind: string
    readonly verb: 'create' | 'update' | 'replace' | 'restart' | 'delete'
    /** The environment it is in. */
    readonly group?: string | undefined
    /** What is made or lost. */
    readonly about?: string | undefined
    readonly differences: readonly ({
      readonly path: string
      /** Absent when there was nothing. */
      readonly from?: string | undefined
      /** Absent when there shall be nothing. */
      readonly to?: string | undefined
      /** What it takes: the thing made anew, or a restart. */
      readonly effect?: 'replace' | 'restart' | undefined
      readonly note?: string | undefined
    })[]
    /** What must be done before. */
    readonly after: readonly (string)[]
    /** Something is lost that holds data. */
    readonly precious: boolean
    /** Why it cannot be destroyed. */
    readonly guard?: string | undefined
  })[]
  readonly results: readonly ({
    readonly ref: string
    readonly at: string | null
    readonly result: 'done' | 'failed' | 'skipped' | 'stopped' | 'untouched'
    readonly words: readonly (string)[]
  })[]
}

export type Callback = {
  readonly id: string
  readonly kind: 'end' | 'ended' | 'ready' | 'analytics' | 'hook'
  readonly organisation: string
  readonly meetingId: string
  readonly url: string
  /** "failed" was given up, "retry" waits for another try, "created" for the first one. */
  readonly state: 'failed' | 'retry' | 'created' | 'active' | 'completed'
  readonly tries: number
  /** When it is tried next; null when it will not be. */
  readonly nextAt: string | null
  readonly lastError: string | null
}

export type Capacity = {
  readonly hosts: readonly ({
    readonly host: string
    readonly name: string
    /** Whether its memory suffices, and until when. */
    readonly sentence: string
    readonly months: readonly ({
      /** 2020-06; null for none. */
      readonly month: string | null
      readonly arrivals: readonly (string)[]
      /** MiB */
      readonly memory: {
        readonly used: number
        readonly limit: number
      }
      readonly cores: {
        readonly used: number
        readonly limit: number
      }
      /** MiB */
      readonly storages: readonly ({
        readonly used: number
        readonly limit: number
        readonly id: string
      })[]
    })[]
    /** With all machines that are there now. */
    readonly now: {
      /** 2020-06; null for none. */
      readonly month: string | null
      readonly arrivals: readonly (string)[]
      /** MiB */
      readonly memory: {
        readonly used: number
        readonly limit: number
      }
      readonly cores: {
        readonly used: number
        readonly limit: number
      }
      /** MiB */
      readonly storages: readonly ({
        readonly used: number
        readonly limit: number
        readonly id: string
      })[]
    }
    /** With all that is planned without a month too. */
    readonly everything: {
      /** 2020-06; null for none. */
      readonly month: string | null
      readonly arrivals: readonly (string)[]
      /** MiB */
      readonly memory: {
        readonly used: number
        readonly limit: number
      }
      readonly cores: {
        readonly used: number
        readonly limit: number
      }
      /** MiB */
      readonly storages: readonly ({
        readonly used: number
        readonly limit: number
        readonly id: string
      })[]
    }
  })[]
  readonly costs: readonly ({
    /** 2020-06; null for none. */
    readonly month: string | null
    readonly totals: readonly ({
      /** Cents */
      readonly amount: number
      readonly currency: string
    })[]
  })[]
}

export type Changes = {
  readonly changes: readonly ({
    readonly id: number
    readonly at: string | null
    /** Who made it: local:<user>, token:<name> or person:<id>. */
    readonly actor: string
    readonly action: string
    readonly subject: string
    readonly organisation: string | null
    readonly details: { readonly [name: string]: unknown }
  })[]
}

export type ChatPreview = {
  readonly room: string
  readonly name: string
  /** What a run would meet. */
  readonly standing: 'due' | 'held' | 'no-consent' | 'unannounced' | 'announced'
  readonly cutoff: string | null
  /** How many would be deleted. */
  readonly messages: number
  readonly oldest: string | null
  /** Files that they show, as far as they are not encrypted. */
  readonly files: number
  /** Whether the newest message is old too: a homeserver keeps it. */
  readonly keepsLast: boolean
}

export type ChatPurge = {
  readonly room: string
  readonly name: string
  readonly owner: string
  readonly retention: string
  /** Messages from before this were to be deleted. */
  readonly cutoff: string | null
  /** "done" was verified; "waiting" was told and is not due yet; "skipped" is held or has no consent. */
  readonly state: 'waiting' | 'purging' | 'done' | 'incomplete' | 'failed' | 'skipped'
  readonly reason: string | null
  /** Old messages before. */
  readonly found: number | null
  /** Old messages after, as the homeserver showed them. */
  readonly remaining: number | null
  /** Events of state (names, members, rights) before; they are never deleted. */
  readonly stateBefore: number | null
  readonly stateAfter: number | null
  readonly mediaFound: number | null
  readonly mediaDeleted: number | null
  /** Files that another message shows still, or that belong to another server. */
  readonly mediaKept: number | null
  /** What the homeserver calls the purge. */
  readonly purge: string | null
  /** The event before which everything was to be deleted. */
  readonly boundary: string | null
  readonly tries: number
  /** The event that told the room. */
  readonly report: string | null
  readonly reportTrouble: string | null
  readonly changedAt: string | null
}

export type ChatRoom = {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly retention: string
  /** The same, for programs. */
  readonly keeps: {
    readonly count: number
    readonly unit: 'days' | 'months'
  }
  /** The day on which its people agreed. */
  readonly consent: string | null
  readonly hold: {
    readonly reason: string
    readonly by: string
    /** Null when coop.yaml declares it. */
    readonly since: string | null
  } | null
  /** When its people were told of this retention. */
  readonly announcedAt: string | null
  /** What a run would meet. */
  readonly standing: 'due' | 'held' | 'no-consent' | 'unannounced' | 'announced'
  readonly noticeUntil: string | null
  readonly last: ChatPurge | null
}

export type ChatRun = {
  readonly id: string
  /** The time of the schedule; null when somebody asked. */
  readonly slot: string | null
  readonly askedBy: string
  readonly state: 'running' | 'done' | 'failed'
  readonly createdAt: string | null
  readonly finishedAt: string | null
  /** Files of the whole homeserver. */
  readonly serverMedia: { readonly [name: string]: unknown } | null
  readonly purges: readonly (ChatPurge)[]
}

export type Decision = {
  readonly server: string
  /** Seats set aside. */
  readonly size: number
  readonly sizeFrom: string
  readonly at: string | null
  readonly because: string
  readonly considered: readonly ({
    readonly server: string
    readonly load: number
    readonly capacity: number
    /** (load + size) / (capacity × weight): the smallest wins. */
    readonly score: number
    readonly preferred: boolean
  })[]
  /** How many servers were left out, by reason. */
  readonly excluded: { readonly [name: string]: number }
}

export type DeclaredMachines = {
  readonly environments: readonly ({
    readonly id: string
    readonly name: string
  })[]
  readonly hosts: readonly ({
    readonly id: string
    readonly name: string
  })[]
  readonly machines: readonly ({
    /** The whole name: web1.staging.example.coop. */
    readonly name: string
    /** Its name in the file; its twins share it. */
    readonly machine: string
    readonly environment: string
    readonly host: string
    readonly vmid: number
    /** MiB */
    readonly memory: number
    readonly cores: number
    /** GiB, all disks together. */
    readonly disk: number
    /** Null where the file says why there is none. */
    readonly backup: string | null
    readonly addresses: readonly ({
      readonly ipv4: string | null
      readonly ipv6: string | null
      readonly word: string | null
    })[]
    readonly services: readonly (string)[]
  })[]
  readonly services: readonly ({
    readonly id: string
    readonly name: string
    readonly what: string
    readonly status: 'planned' | 'staging' | 'production' | 'retired'
    readonly machine: string | null
    /** Who runs it, when it is not us. */
    readonly outside: string | null
    readonly environments: readonly (string)[]
    readonly names: readonly (string)[]
    readonly owner: string | null
    readonly second: string | null
    readonly dependsOn: readonly (string)[]
    readonly neededBy: readonly (string)[]
    /** When it came, else for when it is planned: 2020-06. */
    readonly month: string | null
  })[]
}

export type Drift = {
  readonly at: string | null
  readonly drift: readonly ({
    /** Which thing: its kind and its id, such as machine/web1.example.coop. */
    readonly ref: string
    readonly kind: string
    readonly verb: 'create' | 'update' | 'replace' | 'restart' | 'delete'
    /** The environment it is in. */
    readonly group?: string | undefined
    /** What is made or lost. */
    readonly about?: string | undefined
    readonly differences: readonly ({
      readonly path: string
      /** Absent when there was nothing. */
      readonly from?: string | undefined
      /** Absent when there shall be nothing. */
      readonly to?: string | undefined
      /** What it takes: the thing made anew, or a restart. */
      readonly effect?: 'replace' | 'restart' | undefined
      readonly note?: string | undefined
    })[]
    /** What must be done before. */
    readonly after: readonly (string)[]
    /** Something is lost that holds data. */
    readonly precious: boolean
    /** Why it cannot be destroyed. */
    readonly guard?: string | undefined
    /** Whether others changed the world or somebody the file since the last apply from here. */
    readonly cause: 'world' | 'file' | 'unknown'
    /** When it was last seen as declared. */
    readonly lastRight: string | null
  })[]
}

export type EventRequest = {
  readonly id: string
  readonly organisation: string
  readonly state: 'new' | 'accepted' | 'declined'
  /** Null for whoever may not see people. */
  readonly contact: {
    readonly name: string
    readonly email: string
    readonly group: string
  } | null
  readonly event: {
    readonly title: string
    /** One event, or one that is held again and again. */
    readonly kind: 'once' | 'ongoing'
    /** Whose servers it should run on. */
    readonly infrastructure: 'ours' | 'theirs' | 'unsure'
    readonly minutes: number
    /** How many are there at the same time. */
    readonly people: number
    /** How many cameras are on at the same time. */
    readonly cameras: number
    /** How many only listen. */
    readonly listeners: number
    /** Who speaks: one to many, a few, or all. */
    readonly talk: 'one' | 'few' | 'all'
    /** How many breakout rooms. */
    readonly breakouts: number
    /** How people show who they are. */
    readonly identity: 'link' | 'accounts' | 'directory'
    readonly recording: boolean
    /** From where people come. */
    readonly geography: string
    readonly budget: string
    readonly notes: string | null
    readonly startsAt: string | null
  }
  /** In lists, null. */
  readonly estimate: {
    /** Seats that it takes: people, weighed by cameras and recording. */
    readonly seats: number
    /** Seats for each person. */
    readonly factor: number
    /** Servers that the organisation may use. */
    readonly servers: number
    /** Their seats together. */
    readonly capacity: number
    /** Seats of the largest of them: one meeting is on one server. */
    readonly largest: number
    /** Seats booked by others at some time during the event. */
    readonly booked: number
    /** Whether it fits beside what is booked. */
    readonly fits: boolean
    /** Whether it fits also when the largest server fails. */
    readonly fitsWithFailure: boolean
  } | null
  /** The id of the room that was booked for it. */
  readonly room: string | null
  readonly createdAt: string | null
  readonly decidedAt: string | null
  readonly decidedBy: string | null
  /** When the request with all that is in it is deleted. */
  readonly deletedAt: string | null
}

export type Evidence = {
  readonly line: {
    readonly kind: "minutes"
    readonly organisation: string
    readonly month: string
    readonly number: number
    readonly instance: string
    readonly room: string
    readonly server: string | null
    readonly application?: string | undefined
    readonly owner: string | null
    readonly settled: 'list' | 'own' | 'pair'
    readonly stays: number
    readonly evidence: string
    readonly listening: number
    readonly speaking: number
    readonly camera: number
  } | {
    readonly kind: "correction"
    readonly organisation: string
    readonly month: string
    readonly number: number
    readonly of: string
    readonly line: number | null
    readonly instance: string
    readonly room: string
    readonly server: string | null
    readonly application?: string | undefined
    readonly owner: string | null
    readonly settled: 'list' | 'own' | 'pair'
    readonly stays: number
    readonly evidence: string
    readonly listening: number
    readonly speaking: number
    readonly camera: number
  } | {
    readonly kind: "lent"
    readonly organisation: string
    readonly month: string
    readonly number: number
    readonly to: string
    readonly server: string | null
    readonly lines: number
    readonly evidence: string
    readonly listening: number
    readonly speaking: number
    readonly camera: number
    readonly megabyteDays?: number | undefined
  } | {
    readonly kind: "recording"
    readonly organisation: string
    readonly month: string
    readonly number: number
    readonly room: string
    readonly server: string
    readonly application?: string | undefined
    readonly owner: string | null
    readonly settled: 'list' | 'own' | 'pair'
    readonly days: number
    readonly held: number
    readonly megabyteDays: number
    readonly evidence: string
  } | {
    readonly kind: "close"
    readonly organisation: string
    readonly month: string
    readonly number: number
    readonly name: string
    readonly closedAt: number
    readonly prices: {
      readonly of: string
      readonly currency: string
      readonly listening: number
      readonly speaking: number
      readonly camera: number
      readonly recording: number
      readonly base: number
      readonly free: number
      readonly solidarity: number
    } | null
    readonly lenders: readonly ({
      readonly organisation: string
      readonly prices: {
        readonly of: string
        readonly currency: string
        readonly listening: number
        readonly speaking: number
        readonly camera: number
        readonly recording: number
        readonly base: number
        readonly free: number
        readonly solidarity: number
      } | null
    })[]
    readonly summary: {
      readonly currency: string | null
      readonly used: {
        readonly listening: number
        readonly speaking: number
        readonly camera: number
      }
      readonly corrected: {
        readonly listening: number
        readonly speaking: number
        readonly camera: number
      }
      readonly own: {
        readonly listening: number
        readonly speaking: number
        readonly camera: number
      }
      readonly cost: {
        readonly free: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly amounts: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
      }
      readonly megabyteDays: number
      readonly ownMegabyteDays?: number | undefined
      readonly storage: number
      readonly base: number
      readonly subtotal: number
      readonly solidarity: number
      readonly due: number
      readonly pairs: readonly ({
        readonly organisation: string
        readonly borrowed: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly lent: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly borrowedCost: {
          readonly amount: number
          readonly currency: string
        } | null
        readonly lentCost: {
          readonly amount: number
          readonly currency: string
        } | null
        readonly net: {
          readonly amount: number
          readonly currency: string
        } | null
        readonly stored?: {
          readonly borrowed: number
          readonly lent: number
        } | undefined
      })[]
    }
  }
  /** Whether what is kept is exactly what the line was made of. */
  readonly matches: boolean
  readonly stays: readonly ({
    /** The pseudonyms of a person and of their session. */
    readonly who: string
    readonly from: string | null
    readonly to: string | null
    /** Milliseconds. */
    readonly listening: number
    readonly speaking: number
    readonly camera: number
  })[]
  /** Of a line about recordings. */
  readonly days: readonly ({
    readonly day: string
    readonly bytes: number
    /** The server was not asked on this day: the last one before counts. */
    readonly held: boolean
  })[]
}

export type Group = {
  readonly id: string
  readonly name: string
  readonly externalId: string | null
  /** How many are in it; who, is told by the people of this group. */
  readonly members: number
  readonly createdAt: string | null
  readonly changedAt: string | null
}

export type Import = {
  readonly id: string
  readonly at: string | null
  readonly actor: string
  readonly added: number
  readonly changed: number
  readonly suspended: number
  readonly unchanged: number
  /** The bad rows that were left out. */
  readonly skippedLines: readonly (number)[]
  readonly undoneAt: string | null
  readonly undoneBy: string | null
  /** Null if it was undone. */
  readonly undoableUntil: string | null
}

export type ImportDetails = {
  readonly id: string
  readonly at: string | null
  readonly actor: string
  readonly added: number
  readonly changed: number
  readonly suspended: number
  readonly unchanged: number
  /** The bad rows that were left out. */
  readonly skippedLines: readonly (number)[]
  readonly undoneAt: string | null
  readonly undoneBy: string | null
  /** Null if it was undone. */
  readonly undoableUntil: string | null
  /** What was done to whom, as long as it can be undone. */
  readonly people: readonly ({
    readonly id: string
    readonly action: 'add' | 'change' | 'suspend'
    /** Which fields changed. */
    readonly fields: readonly (string)[]
  })[]
}

export type ImportPreview = {
  readonly fingerprint: string
  readonly rows: number
  readonly adds: readonly ({
    readonly line: number
    readonly name: string
    readonly email: string | null
    readonly externalId: string | null
    /** What somebody is in the organisation. */
    readonly role: 'admin' | 'member'
    readonly language: string | null
    readonly groups: readonly (string)[]
  })[]
  readonly changes: readonly ({
    readonly line: number
    readonly id: string
    /** Null if you may not see names. */
    readonly name: string | null
    readonly fields: readonly ({
      readonly field: string
      readonly before: string | readonly (string)[] | null
      readonly after: string | readonly (string)[] | null
    })[]
  })[]
  readonly suspends: readonly ({
    readonly id: string
    readonly name: string | null
  })[]
  readonly unchanged: number
  /** In the list, suspended, and left so. */
  readonly stillSuspended: readonly ({
    readonly line: number
    readonly id: string
  })[]
  readonly bad: readonly ({
    /** In the file, counted from 1. */
    readonly line: number
    /** What is wrong, and what to do. */
    readonly problems: readonly (string)[]
  })[]
  readonly newGroups: readonly (string)[]
  readonly unusedColumns: readonly (string)[]
}

export type Invitation = {
  readonly id: string
  /** The account that the link opens. */
  readonly person: string
  readonly createdAt: string | null
  readonly createdBy: string
  readonly expiresAt: string | null
}

export type Link = {
  readonly keyword: string
  /** Where it is followed. */
  readonly address: string
  /** Where it leads: an address, or the keyword of another link. Empty: retired. */
  readonly destination: string
  /** Where a browser is sent, other links on the way included. */
  readonly location: string | null
  /** The same, or else its destination, with passwords made unreadable. */
  readonly shown: string
  /** The keywords of other links that it leads through. */
  readonly via: readonly (string)[]
  readonly state: 'goes' | 'gone' | 'loop' | 'dangling' | 'broken'
  /** Public links are found by searching; unlisted ones are reached by whoever knows the keyword. */
  readonly visibility: 'public' | 'unlisted'
  /** Whether the public search shows it. */
  readonly isListed: boolean
  /** What it is, in a few words. */
  readonly note: string
  /** The id of the person who looks after it. */
  readonly owner: string | null
  /** Null for whoever may not see it. */
  readonly ownerName: string | null
  /** The table that it is from; "portal" for those that are kept here. */
  readonly source: string
  readonly line: number | null
  /** Whether it is kept here. */
  readonly isOurs: boolean
  /** Whether you may change it here. */
  readonly mayChange: boolean
  /** How often it was followed since counting began. */
  readonly followed: number
  /** What the last look at its destination showed; null when nobody looked. */
  readonly check: {
    readonly state: 'fine' | 'moved' | 'closed' | 'gone' | 'failing' | 'blocked' | 'busy'
    readonly detail: string
    readonly checkedAt: string | null
  } | null
}

export type LinkCheck = {
  readonly isRunning: boolean
  /** Destinations that were asked for, of this check or the last one. */
  readonly done: number
  readonly of: number
  readonly results: readonly ({
    readonly keyword: string
    readonly location: string
    readonly state: 'fine' | 'moved' | 'closed' | 'gone' | 'failing' | 'blocked' | 'busy'
    /** The status, the new address, or the trouble. */
    readonly detail: string
    readonly checkedAt: string | null
  })[]
}

export type LinkDetails = {
  readonly keyword: string
  /** Where it is followed. */
  readonly address: string
  /** Where it leads: an address, or the keyword of another link. Empty: retired. */
  readonly destination: string
  /** Where a browser is sent, other links on the way included. */
  readonly location: string | null
  /** The same, or else its destination, with passwords made unreadable. */
  readonly shown: string
  /** The keywords of other links that it leads through. */
  readonly via: readonly (string)[]
  readonly state: 'goes' | 'gone' | 'loop' | 'dangling' | 'broken'
  /** Public links are found by searching; unlisted ones are reached by whoever knows the keyword. */
  readonly visibility: 'public' | 'unlisted'
  /** Whether the public search shows it. */
  readonly isListed: boolean
  /** What it is, in a few words. */
  readonly note: string
  /** The id of the person who looks after it. */
  readonly owner: string | null
  /** Null for whoever may not see it. */
  readonly ownerName: string | null
  /** The table that it is from; "portal" for those that are kept here. */
  readonly source: string
  readonly line: number | null
  /** Whether it is kept here. */
  readonly isOurs: boolean
  /** Whether you may change it here. */
  readonly mayChange: boolean
  /** How often it was followed since counting began. */
  readonly followed: number
  /** What the last look at its destination showed; null when nobody looked. */
  readonly check: {
    readonly state: 'fine' | 'moved' | 'closed' | 'gone' | 'failing' | 'blocked' | 'busy'
    readonly detail: string
    readonly checkedAt: string | null
  } | null
  /** What became of it, latest first. */
  readonly history: readonly ({
    readonly at: string | null
    /** Who did it; source:NAME when a table changed. */
    readonly actor: string
    readonly source: string
    /** Where it led; empty: retired; null: it was not there. */
    readonly before: string | null
    readonly after: string | null
  })[]
  readonly counts: readonly ({
    /** A month or a day, UTC. */
    readonly period: string
    readonly count: number
  })[]
}

export type LinkFinding = {
  readonly rule: string
  readonly kind: 'error' | 'warning' | 'note'
  readonly source: string
  readonly line: number | null
  readonly keyword: string
  readonly other: string | null
  readonly message: string
}

export type LinkImport = {
  readonly applied: boolean
  readonly adds: readonly ({
    readonly line: number | null
    readonly keyword: string
    readonly destination: string
  })[]
  readonly changes: readonly ({
    readonly line: number | null
    readonly keyword: string
    readonly destination: string
    readonly before: string
  })[]
  /** Rows that are here already. */
  readonly same: number
  readonly refused: readonly ({
    readonly line: number | null
    readonly keyword: string
    readonly why: string
  })[]
  readonly findings: readonly (LinkFinding)[]
}

export type LinkReport = {
  readonly sources: readonly ({
    readonly name: string
    readonly links: number
    /** When it was last seen to say what is served. */
    readonly readAt: string | null
    /** Why it cannot be had at the moment; its last good links go on. */
    readonly trouble: string | null
    /** When it is looked at next. */
    readonly nextAt: string | null
  })[]
  /** How many links are served. */
  readonly total: number
  /** How many of them the public search shows. */
  readonly listed: number
  /** What is wrong or probably not meant, the worst first. */
  readonly findings: readonly (LinkFinding)[]
}

export type LiveChange = {
  /** When, as ISO 8601 text. */
  readonly at: string
  readonly servers: {
    readonly put: readonly (LiveServer)[]
    /** Ids. */
    readonly gone: readonly (string)[]
  }
  readonly meetings: {
    readonly put: readonly (Meeting)[]
    /** organisation/meetingId. */
    readonly gone: readonly (string)[]
  }
  readonly organisations: {
    readonly put: readonly (LiveOrganisation)[]
    /** Ids. */
    readonly gone: readonly (string)[]
  }
}

export type LiveOrganisation = {
  readonly id: string
  readonly name: string
  readonly meetings: number
  readonly people: number
}

export type LiveServer = {
  readonly id: string
  /** "draining" keeps its meetings but gets no new ones, "disabled" is not even asked. */
  readonly state: 'enabled' | 'draining' | 'disabled'
  /** "unknown" until it was first looked at, and while it is disabled. */
  readonly condition: 'unknown' | 'online' | 'suspect' | 'offline'
  readonly takesMeetings: boolean
  /** Why it takes no new meetings. */
  readonly whyNot: string | null
  /** Users that fit at once. */
  readonly capacity: number
  /** Seats taken or reserved. */
  readonly seats: number
  readonly meetings: number
  /** Meetings there that are not ours. */
  readonly foreignMeetings: number
  readonly lastError: string | null
  /** Everybody on the server, in meetings of others too. */
  readonly people: number
}

export type Looks = {
  /** How many hosts of coop.yaml can be looked at; with 0 there is nothing to plan. */
  readonly hosts: number
  /** Seconds between two looks of its own; 0 when it looks only when asked. */
  readonly every: number
  /** When a look was last tried from here since the start. */
  readonly triedAt: string | null
  /** What kept that one from seeing anything. */
  readonly failure: {
    readonly message: string
    readonly hint: string | null
  } | null
}

export type Meeting = {
  readonly organisation: string
  readonly meetingId: string
  readonly name: string
  readonly server: string
  /** "ending" until its server confirms the end. */
  readonly state: 'creating' | 'running' | 'ending'
  /** Whether anybody is in it. */
  readonly running: boolean
  readonly people: number
  /** Seats taken or reserved. */
  readonly seats: number
  readonly createdAt: string | null
}

export type MeetingDetails = {
  readonly organisation: string
  readonly meetingId: string
  readonly name: string
  readonly server: string
  /** "ending" until its server confirms the end. */
  readonly state: 'creating' | 'running' | 'ending'
  /** Whether anybody is in it. */
  readonly running: boolean
  readonly people: number
  /** Seats taken or reserved. */
  readonly seats: number
  readonly createdAt: string | null
  /** The server's own id for it. */
  readonly internalId: string | null
  readonly decision: Decision
  /** The addresses that the client wants to be called at. */
  readonly callbacks: readonly ({
    readonly kind: 'end' | 'ended' | 'ready' | 'analytics'
    readonly url: string
  })[]
}

export type NewInvitation = {
  readonly id: string
  /** The account that the link opens. */
  readonly person: string
  readonly createdAt: string | null
  readonly createdBy: string
  readonly expiresAt: string | null
  /** Opens the account, once. It is shown only now. */
  readonly link: string
  /** The same as a page to print, with a QR code. */
  readonly printable: string
}

export type NewOrganisation = {
  readonly id: string
  readonly name: string
  /** The organisation that this one is part of. */
  readonly parent: string | null
  /** Where it is declared, and so who may change it. */
  readonly origin: 'file' | 'database' | 'practice'
  /** A federation holds organisations, an application is one front end of an organisation. */
  readonly kind: 'federation' | 'organisation' | 'application'
  /** Its own. */
  readonly status: 'active' | 'leaving' | 'read-only' | 'suspended'
  /** What holds: the strictest of its own and of those above it. */
  readonly standing: 'active' | 'leaving' | 'read-only' | 'suspended'
  /** As it shows itself: what it does not say, those above it say. */
  readonly brand: {
    readonly name?: string | undefined
    /** An https address of a picture. */
    readonly logo?: string | undefined
    readonly colour?: string | undefined
    /** What people read when they come into a meeting. */
    readonly welcome?: string | undefined
    /** An https address of a document shown when a meeting brings none. */
    readonly slide?: string | undefined
  }
  /** Where we give out its logo; null while there is none. */
  readonly logo: string | null
  /** What it says itself. */
  readonly ownBrand: {
    readonly name?: string | undefined
    /** An https address of a picture. */
    readonly logo?: string | undefined
    readonly colour?: string | undefined
    /** What people read when they come into a meeting. */
    readonly welcome?: string | undefined
    /** An https address of a document shown when a meeting brings none. */
    readonly slide?: string | undefined
  }
  readonly hosts: readonly (string)[]
  /** What its clients are given as the address of their BigBlueButton server. */
  readonly url: string
  readonly checksums: readonly ('sha1' | 'sha256' | 'sha384' | 'sha512')[]
  readonly limits: {
    readonly meetings?: number | undefined
    readonly users?: number | undefined
    readonly minutes?: number | undefined
    readonly storage?: number | undefined
    readonly duration?: number | undefined
    readonly recording: boolean
  }
  /** Its own; null when those of the one that it is part of hold. */
  readonly prices: {
    /** ISO 4217. */
    readonly currency: string
    /** For 1,000 participant-minutes without microphone and camera. */
    readonly listening: number
    /** For 1,000 participant-minutes with a microphone. */
    readonly speaking: number
    /** For 1,000 participant-minutes with a camera. */
    readonly camera: number
    /** For 1,000 GB-days. */
    readonly recording: number
    /** For a month. */
    readonly base: number
    /** Participant-minutes of a month that cost nothing. */
    readonly free: number
    /** What is due, in percent of the sum. */
    readonly solidarity: number
  } | null
  /** BigBlueButton parameters put into every create call. */
  readonly create: {
    readonly defaults: { readonly [name: string]: string | number | boolean }
    readonly overrides: { readonly [name: string]: string | number | boolean }
  }
  /** BigBlueButton parameters put into every join call. */
  readonly join: {
    readonly defaults: { readonly [name: string]: string | number | boolean }
    readonly overrides: { readonly [name: string]: string | number | boolean }
  }
  readonly servers: {
    /** Only servers whose tags match this are used; empty for any. */
    readonly required: string
    /** Servers whose tags match this are used first. */
    readonly preferred: string
  }
  readonly joinPage: {
    readonly enabled: boolean
    readonly perSecond?: number | undefined
  }
  readonly meetings: number
  readonly people: number
  readonly secrets: readonly ({
    /** The first 12 digits of the secret's SHA-256. */
    readonly fingerprint: string
    /** Null when it was never used. */
    readonly lastUsedAt: string | null
  })[]
  /** The secret that was made. It is shown only now. */
  readonly secret?: string | undefined
}

export type NewSecret = {
  readonly fingerprint: string
  /** It is shown only now. */
  readonly secret: string
}

export type NewServiceToken = {
  readonly id: string
  readonly createdAt: string | null
  readonly createdBy: string
  readonly expiresAt: string | null
  /** To the minute. */
  readonly lastUsedAt: string | null
  /** The token itself. It is shown only now. */
  readonly token: string
}

export type NewToken = {
  readonly id: string
  readonly name: string
  /** "read" looks, "manage" also changes. */
  readonly scope: 'read' | 'manage'
  readonly createdAt: string | null
  readonly createdBy: string
  readonly expiresAt: string | null
  /** To the minute. */
  readonly lastUsedAt: string | null
  /** The token itself. It is shown only now. */
  readonly token: string
}

export type Note = {
  readonly id: string
  readonly path: string
  readonly title: string
  /** YYYY-MM-DD */
  readonly heldOn: string | null
  /** Who may read it: all, all by a stub, or members alone. */
  readonly level: 'open' | 'indexed' | 'restricted'
  readonly indexedAt: string | null
  /** Pieces of its text; what was found stands between U+E000 and U+E001. */
  readonly excerpt: string
}

export type NoteApplied = {
  readonly done: readonly ({
    readonly key: string
    readonly kind: string
    /** What it became: #12. */
    readonly name: string | null
    readonly url: string | null
  })[]
  readonly failed: readonly ({
    readonly key: string
    readonly message: string
  })[]
  /** The note with the links that were written into it. */
  readonly text: string
}

export type NoteChange = {
  /** Says which it is, the same whenever the note is looked at. */
  readonly key: string
  readonly kind: 'task' | 'move' | 'close' | 'decision' | 'link'
  readonly line: number
  readonly confidence: number
  /** Whether it is to be done unless somebody says otherwise. */
  readonly chosen: boolean
  /** Why it cannot be done. */
  readonly obstacle: string | null
  /** What is to be done, was decided, or is moved. */
  readonly title: string
  readonly assignees: readonly ({
    readonly id: string
    readonly name: string
  })[]
  /** Who is named for a task and not known. */
  readonly unknown: readonly (string)[]
  readonly issue: string | null
  /** The column that a card is in. */
  readonly from: string | null
  /** The column that it comes into. */
  readonly to: string | null
  readonly section: string | null
  readonly context: string | null
  readonly votes: readonly ({
    /** Empty for a vote that was only counted. */
    readonly voter: string
    readonly value: number
  })[]
  /** A line, before its references are links. */
  readonly before: string | null
  readonly after: string | null
}

export type NoteDecision = {
  readonly id: string
  readonly text: string
  /** YYYY-MM-DD */
  readonly heldOn: string | null
  readonly noteTitle: string
  readonly path: string
  readonly line: number
  /** The headings above it, the outermost first. */
  readonly section: string
  /** What was said around it. */
  readonly context: string
  readonly votes: readonly ({
    /** Empty for a vote that was only counted. */
    readonly voter: string
    readonly value: number
  })[]
  /** The id of the note, when it is kept too. */
  readonly note: string | null
  readonly recordedAt: string | null
}

export type NoteItem = {
  readonly kind: 'todo' | 'decision' | 'vote' | 'move' | 'suggestion' | 'done' | 'skipped'
  readonly line: number
  readonly text: string
  /** Names of people who are known, and the words as written for others. */
  readonly people: readonly (string)[]
  readonly done: boolean
  readonly confidence: number
}

export type NotePreview = {
  readonly title: string | null
  readonly date: string | null
  readonly board: 'own' | 'github' | 'forgejo'
  readonly changes: readonly (NoteChange)[]
  /** What the note asks for and was carried out before. */
  readonly appliedBefore: number
  /** What somebody left out; it is there with `again`. */
  readonly leftOut: number
  /** The note as it was read; damaged letters are set right. */
  readonly text: string
}

export type NoteReading = {
  readonly title: string | null
  readonly date: string | null
  readonly agenda: readonly ({
    readonly title: string
    readonly minutes: number | null
    readonly depth: number
  })[]
  readonly items: readonly (NoteItem)[]
  /** What should perhaps not be published: secrets, addresses, private marks. */
  readonly findings: readonly ({
    readonly kind: 'secret' | 'password' | 'address' | 'phone' | 'private'
    readonly line: number
    readonly what: string
    readonly shown: string
  })[]
}

export type Organisation = {
  readonly id: string
  readonly name: string
  /** The organisation that this one is part of. */
  readonly parent: string | null
  /** Where it is declared, and so who may change it. */
  readonly origin: 'file' | 'database' | 'practice'
  /** A federation holds organisations, an application is one front end of an organisation. */
  readonly kind: 'federation' | 'organisation' | 'application'
  /** Its own. */
  readonly status: 'active' | 'leaving' | 'read-only' | 'suspended'
  /** What holds: the strictest of its own and of those above it. */
  readonly standing: 'active' | 'leaving' | 'read-only' | 'suspended'
  /** As it shows itself: what it does not say, those above it say. */
  readonly brand: {
    readonly name?: string | undefined
    /** An https address of a picture. */
    readonly logo?: string | undefined
    readonly colour?: string | undefined
    /** What people read when they come into a meeting. */
    readonly welcome?: string | undefined
    /** An https address of a document shown when a meeting brings none. */
    readonly slide?: string | undefined
  }
  /** Where we give out its logo; null while there is none. */
  readonly logo: string | null
  /** What it says itself. */
  readonly ownBrand: {
    readonly name?: string | undefined
    /** An https address of a picture. */
    readonly logo?: string | undefined
    readonly colour?: string | undefined
    /** What people read when they come into a meeting. */
    readonly welcome?: string | undefined
    /** An https address of a document shown when a meeting brings none. */
    readonly slide?: string | undefined
  }
  readonly hosts: readonly (string)[]
  /** What its clients are given as the address of their BigBlueButton server. */
  readonly url: string
  readonly checksums: readonly ('sha1' | 'sha256' | 'sha384' | 'sha512')[]
  readonly limits: {
    readonly meetings?: number | undefined
    readonly users?: number | undefined
    readonly minutes?: number | undefined
    readonly storage?: number | undefined
    readonly duration?: number | undefined
    readonly recording: boolean
  }
  /** Its own; null when those of the one that it is part of hold. */
  readonly prices: {
    /** ISO 4217. */
    readonly currency: string
    /** For 1,000 participant-minutes without microphone and camera. */
    readonly listening: number
    /** For 1,000 participant-minutes with a microphone. */
    readonly speaking: number
    /** For 1,000 participant-minutes with a camera. */
    readonly camera: number
    /** For 1,000 GB-days. */
    readonly recording: number
    /** For a month. */
    readonly base: number
    /** Participant-minutes of a month that cost nothing. */
    readonly free: number
    /** What is due, in percent of the sum. */
    readonly solidarity: number
  } | null
  /** BigBlueButton parameters put into every create call. */
  readonly create: {
    readonly defaults: { readonly [name: string]: string | number | boolean }
    readonly overrides: { readonly [name: string]: string | number | boolean }
  }
  /** BigBlueButton parameters put into every join call. */
  readonly join: {
    readonly defaults: { readonly [name: string]: string | number | boolean }
    readonly overrides: { readonly [name: string]: string | number | boolean }
  }
  readonly servers: {
    /** Only servers whose tags match this are used; empty for any. */
    readonly required: string
    /** Servers whose tags match this are used first. */
    readonly preferred: string
  }
  readonly joinPage: {
    readonly enabled: boolean
    readonly perSecond?: number | undefined
  }
  readonly meetings: number
  readonly people: number
  readonly secrets: readonly ({
    /** The first 12 digits of the secret's SHA-256. */
    readonly fingerprint: string
    /** Null when it was never used. */
    readonly lastUsedAt: string | null
  })[]
}

export type Pad = {
  readonly id: string
  readonly title: string | null
  readonly date: string | null
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly changedAt: string | null
}

export type Person = {
  readonly id: string
  readonly organisation: string
  /** What somebody is in the organisation. */
  readonly role: 'admin' | 'member'
  /** "invited" has not signed in yet, "suspended" cannot; of an "erased" account only the id is left. */
  readonly status: 'invited' | 'active' | 'suspended' | 'erased'
  readonly createdAt: string | null
  /** You may not see who this is: every field below is null or empty. */
  readonly hidden: boolean
  readonly name: string | null
  readonly email: string | null
  readonly externalId: string | null
  readonly language: string | null
  readonly groups: readonly ({
    readonly id: string
    readonly name: string
  })[]
  readonly changedAt: string | null
  /** When the account was used last, to the minute; null if never. */
  readonly lastSeenAt: string | null
}

export type Picture = {
  readonly id: string
  readonly organisation: string
  /** Who put it there; null once they have no account any more. */
  readonly person: string | null
  /** What they are called; null for whoever may not see it. */
  readonly by: string | null
  readonly alt: string
  readonly width: number
  readonly height: number
  /** With its thumbnail. */
  readonly bytes: number
  readonly hidden: boolean
  /** Its page. */
  readonly url: string
  readonly createdAt: string | null
}

export type Plan = {
  readonly at: string | null
  readonly who: string
  readonly file: string
  /** What mycel apply --expect takes. */
  readonly hash: string
  readonly steps: readonly ({
    /** Which thing: its kind and its id, such as machine/web1.example.coop. */
    readonly ref: string
    readonly kind: string
    readonly verb: 'create' | 'update' | 'replace' | 'restart' | 'delete'
    /** The environment it is in. */
    readonly group?: string | undefined
    /** What is made or lost. */
    readonly about?: string | undefined
    readonly differences: readonly ({
      readonly path: string
      /** Absent when there was nothing. */
      readonly from?: string | undefined
      /** Absent when there shall be nothing. */
      readonly to?: string | undefined
      /** What it takes: the thing made anew, or a restart. */
      readonly effect?: 'replace' | 'restart' | undefined
      readonly note?: string | undefined
    })[]
    /** What must be done before. */
    readonly after: readonly (string)[]
    /** Something is lost that holds data. */
    readonly precious: boolean
    /** Why it cannot be destroyed. */
    readonly guard?: string | undefined
    /** Whether others changed the world or somebody the file since the last apply from here. */
    readonly cause: 'world' | 'file' | 'unknown'
    /** When it was last seen as declared. */
    readonly lastRight: string | null
  })[]
  readonly conflicts: readonly ({
    readonly ref: string
    readonly claim: string
    readonly other: string
    readonly differences: readonly ({
      readonly path: string
      /** Absent when there was nothing. */
      readonly from?: string | undefined
      /** Absent when there shall be nothing. */
      readonly to?: string | undefined
      /** What it takes: the thing made anew, or a restart. */
      readonly effect?: 'replace' | 'restart' | undefined
      readonly note?: string | undefined
    })[]
  })[]
  readonly waiting: readonly ({
    readonly ref: string
    readonly differences: readonly ({
      readonly path: string
      /** Absent when there was nothing. */
      readonly from?: string | undefined
      /** Absent when there shall be nothing. */
      readonly to?: string | undefined
      /** What it takes: the thing made anew, or a restart. */
      readonly effect?: 'replace' | 'restart' | undefined
      readonly note?: string | undefined
    })[]
  })[]
  readonly kinds: readonly ({
    readonly kind: string
    readonly plural: string
    readonly ours: number
    readonly asTheyShouldBe: number
  })[]
  readonly dangers: readonly ({
    readonly message: string
    readonly hint: string
    readonly refs: readonly (string)[]
  })[]
}

export type Problem = {
  /** What went wrong, for programs. */
  readonly code: string
  /** What went wrong, for people. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string | undefined
  /** What is wrong with which field, when the request is invalid. */
  readonly fields?: readonly ({
    readonly field: string
    readonly message: string
  })[] | undefined
}

export type Roadmap = {
  readonly planned: readonly ({
    readonly machine: string
    readonly label: string
    readonly parts: readonly ({
      readonly service: string
      readonly text: string
      readonly status: 'planned' | 'staging' | 'production' | 'retired'
      /** 2020-06; null for none. */
      readonly month: string | null
      readonly slip: number
    })[]
    /** 💧 for memory, 💾 for disk. */
    readonly weight: string
    /** 2020-06; null for none. */
    readonly month: string | null
    /** 2020-06; null for none. */
    readonly promised: string | null
    /** Months after the first promise; negative when before. */
    readonly slip: number
  })[]
  readonly withoutPlans: readonly ({
    readonly machine: string
    readonly label: string
    readonly parts: readonly ({
      readonly service: string
      readonly text: string
      readonly status: 'planned' | 'staging' | 'production' | 'retired'
      /** 2020-06; null for none. */
      readonly month: string | null
      readonly slip: number
    })[]
    /** 💧 for memory, 💾 for disk. */
    readonly weight: string
    /** 2020-06; null for none. */
    readonly month: string | null
    /** 2020-06; null for none. */
    readonly promised: string | null
    /** Months after the first promise; negative when before. */
    readonly slip: number
  })[]
  readonly retired: readonly ({
    readonly machine: string
    readonly label: string
    readonly parts: readonly ({
      readonly service: string
      readonly text: string
      readonly status: 'planned' | 'staging' | 'production' | 'retired'
      /** 2020-06; null for none. */
      readonly month: string | null
      readonly slip: number
    })[]
    /** 💧 for memory, 💾 for disk. */
    readonly weight: string
    /** 2020-06; null for none. */
    readonly month: string | null
    /** 2020-06; null for none. */
    readonly promised: string | null
    /** Months after the first promise; negative when before. */
    readonly slip: number
  })[]
  /** As minutes write it. */
  readonly notation: string
  /** What the picture shows, in words. */
  readonly description: string
}

export type Room = {
  readonly id: string
  readonly organisation: string
  readonly name: string
  /** Names it had before; they lead to it still. */
  readonly oldNames: readonly (string)[]
  /** Its public page. */
  readonly url: string
  readonly title: string
  readonly description: string
  /** What the room is made for; it decides every setting that is not set. */
  readonly preset: 'open' | 'private' | 'recorded'
  /** What holds in the room. */
  readonly settings: {
    /** Whether people without an account of the organisation may come. */
    readonly guests: boolean
    /** Whether guests wait until a moderator lets them in. */
    readonly lobby: boolean
    /** Who begins a meeting by entering; others wait. */
    readonly mayStart: 'owners' | 'members' | 'anyone'
    /** Who is a moderator, besides those with the moderator code. */
    readonly moderators: 'owners' | 'members'
    /** "always" begins with the meeting, "allowed" leaves it to the moderators. */
    readonly recording: 'never' | 'allowed' | 'always'
    /** Whether microphones are off at first. */
    readonly muteOnStart: boolean
    /** Whether people enter by the join page. */
    readonly joinPage: boolean
  }
  /** The settings that are not as the preset has them. */
  readonly overridden: readonly (string)[]
  /** What all but the owners must know to come in; null for none. */
  readonly accessCode: string | null
  /** What makes whoever knows it a moderator who may begin; null for none. */
  readonly moderatorCode: string | null
  /** How many people to reserve seats for; null leaves it to the history. */
  readonly expectedSize: number | null
  readonly owners: readonly ({
    readonly id: string
    /** Null for whoever may not see it. */
    readonly name: string | null
  })[]
  /** What its meetings are called at the gateway. */
  readonly meetingId: string
  /** Whether a meeting goes on in it. */
  readonly running: boolean
  /** How many are in it now. */
  readonly people: number
  readonly runningSince: string | null
  /** Those to come. */
  readonly bookings: readonly ({
    readonly startsAt: string | null
    readonly endsAt: string | null
    readonly people: number
  })[]
  readonly createdAt: string | null
  readonly changedAt: string | null
}

export type Server = {
  readonly id: string
  readonly url: string
  /** Where it is declared, and so who may remove it. */
  readonly origin: 'file' | 'database' | 'practice'
  /** "draining" keeps its meetings but gets no new ones, "disabled" is not even asked. */
  readonly state: 'enabled' | 'draining' | 'disabled'
  /** "unknown" until it was first looked at, and while it is disabled. */
  readonly condition: 'unknown' | 'online' | 'suspect' | 'offline'
  readonly takesMeetings: boolean
  /** Why it takes no new meetings. */
  readonly whyNot: string | null
  /** Users that fit at once. */
  readonly capacity: number
  readonly weight: number
  readonly tags: readonly (string)[]
  /** The organisation that brought it; null when it belongs to all. */
  readonly owner: string | null
  readonly checksum: 'sha1' | 'sha256' | 'sha384' | 'sha512'
  /** Seats taken or reserved. */
  readonly seats: number
  /** Everybody on the server, in meetings of others too; null while it is disabled. */
  readonly people: number | null
  readonly meetings: number
  /** Meetings there that are not ours. */
  readonly foreignMeetings: number
  /** Whether it tells Mycel of events by bbb-webhooks, so that people are counted at once. */
  readonly events: boolean
  readonly lastSeenAt: string | null
  readonly lastError: string | null
  readonly draining: {
    readonly meetings: number
    readonly people: number
    /** When it is expected to be empty; null when that cannot be said. */
    readonly emptyBy: string | null
  } | null
}

export type ServerDetails = {
  readonly id: string
  readonly url: string
  /** Where it is declared, and so who may remove it. */
  readonly origin: 'file' | 'database' | 'practice'
  /** "draining" keeps its meetings but gets no new ones, "disabled" is not even asked. */
  readonly state: 'enabled' | 'draining' | 'disabled'
  /** "unknown" until it was first looked at, and while it is disabled. */
  readonly condition: 'unknown' | 'online' | 'suspect' | 'offline'
  readonly takesMeetings: boolean
  /** Why it takes no new meetings. */
  readonly whyNot: string | null
  /** Users that fit at once. */
  readonly capacity: number
  readonly weight: number
  readonly tags: readonly (string)[]
  /** The organisation that brought it; null when it belongs to all. */
  readonly owner: string | null
  readonly checksum: 'sha1' | 'sha256' | 'sha384' | 'sha512'
  /** Seats taken or reserved. */
  readonly seats: number
  /** Everybody on the server, in meetings of others too; null while it is disabled. */
  readonly people: number | null
  readonly meetings: readonly (Meeting)[]
  /** Meetings there that are not ours. */
  readonly foreignMeetings: number
  /** Whether it tells Mycel of events by bbb-webhooks, so that people are counted at once. */
  readonly events: boolean
  readonly lastSeenAt: string | null
  readonly lastError: string | null
  readonly draining: {
    readonly meetings: number
    readonly people: number
    /** When it is expected to be empty; null when that cannot be said. */
    readonly emptyBy: string | null
  } | null
}

export type ServiceAccount = {
  readonly id: string
  readonly organisation: string
  readonly name: string
  readonly rights: readonly ('self' | 'installation.see' | 'installation.manage' | 'organisation.see' | 'organisation.manage' | 'meetings.see' | 'meetings.manage' | 'people.list' | 'people.see' | 'people.manage' | 'rooms.see' | 'rooms.manage' | 'rooms.own' | 'links.see' | 'links.own' | 'links.manage' | 'notes.use' | 'notes.manage' | 'pictures.own' | 'pictures.manage' | 'usage.see' | 'audit.see' | 'tokens.manage')[]
  /** The two accounts that answer for it. */
  readonly owners: readonly (string)[]
  /** Those of them that cannot sign in: somebody else must take over. */
  readonly ownersGone: readonly (string)[]
  /** Hours within which it is expected to succeed again. */
  readonly expectsEvery: number | null
  readonly lastSuccessAt: string | null
  /** It has not succeeded within that time. */
  readonly overdue: boolean
  readonly createdAt: string | null
  readonly createdBy: string
  /** The live ones, the newest first: at most two. */
  readonly tokens: readonly ({
    readonly id: string
    readonly createdAt: string | null
    readonly createdBy: string
    readonly expiresAt: string | null
    /** To the minute. */
    readonly lastUsedAt: string | null
  })[]
}

export type Session = {
  /** What the audit log calls you. */
  readonly actor: string
  /** Null for a token, a service account and the Unix socket. */
  readonly person: {
    readonly id: string
    readonly name: string
    readonly email: string | null
    readonly role: 'admin' | 'member'
    readonly language: string | null
  } | null
  /** The organisation that you belong to; null for whoever belongs to the installation. */
  readonly organisation: {
    readonly id: string
    readonly name: string
  } | null
  /** What you may do in your own organisation and below it, or in the whole installation. */
  readonly rights: readonly ('self' | 'installation.see' | 'installation.manage' | 'organisation.see' | 'organisation.manage' | 'meetings.see' | 'meetings.manage' | 'people.list' | 'people.see' | 'people.manage' | 'rooms.see' | 'rooms.manage' | 'rooms.own' | 'links.see' | 'links.own' | 'links.manage' | 'notes.use' | 'notes.manage' | 'pictures.own' | 'pictures.manage' | 'usage.see' | 'audit.see' | 'tokens.manage')[]
  /** What a page sends in the header x-mycel-csrf whenever it changes something; null without a session. */
  readonly csrf: string | null
}

export type SignInSettings = {
  /** Where it is said, and so where it is changed. */
  readonly origin: 'file' | 'database'
  readonly passwords: boolean
  readonly secondFactor: 'optional' | 'required'
  readonly registration: 'no' | 'members'
  readonly oidc: {
    readonly name: string
    readonly issuer: string
    readonly clientId: string
    readonly hasClientSecret: boolean
    readonly scopes: readonly (string)[]
    readonly emailDomains: readonly (string)[]
    readonly trustEmail: boolean
    readonly roles: {
      readonly claim: string
      readonly admin: readonly (string)[]
      readonly member: readonly (string)[]
    } | null
  } | null
  /** Where its people sign in. */
  readonly address: string
  /** The address that its provider must be told. */
  readonly redirect: string
  /** Where its provider may say that somebody has signed out. */
  readonly backChannelLogout: string
}

export type StatementFile = {
  readonly format: "mycel statement 1"
  readonly statements: readonly ({
    readonly organisation: string
    readonly month: string
    readonly previous: string
    readonly head: string
    readonly publicKey: string
    readonly signature: string
    readonly lines: readonly (({
      readonly kind: "minutes"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly instance: string
      readonly room: string
      readonly server: string | null
      readonly application?: string | undefined
      readonly owner: string | null
      readonly settled: 'list' | 'own' | 'pair'
      readonly stays: number
      readonly evidence: string
      readonly listening: number
      readonly speaking: number
      readonly camera: number
    } | {
      readonly kind: "correction"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly of: string
      readonly line: number | null
      readonly instance: string
      readonly room: string
      readonly server: string | null
      readonly application?: string | undefined
      readonly owner: string | null
      readonly settled: 'list' | 'own' | 'pair'
      readonly stays: number
      readonly evidence: string
      readonly listening: number
      readonly speaking: number
      readonly camera: number
    } | {
      readonly kind: "lent"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly to: string
      readonly server: string | null
      readonly lines: number
      readonly evidence: string
      readonly listening: number
      readonly speaking: number
      readonly camera: number
      readonly megabyteDays?: number | undefined
    } | {
      readonly kind: "recording"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly room: string
      readonly server: string
      readonly application?: string | undefined
      readonly owner: string | null
      readonly settled: 'list' | 'own' | 'pair'
      readonly days: number
      readonly held: number
      readonly megabyteDays: number
      readonly evidence: string
    } | {
      readonly kind: "close"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly name: string
      readonly closedAt: number
      readonly prices: {
        readonly of: string
        readonly currency: string
        readonly listening: number
        readonly speaking: number
        readonly camera: number
        readonly recording: number
        readonly base: number
        readonly free: number
        readonly solidarity: number
      } | null
      readonly lenders: readonly ({
        readonly organisation: string
        readonly prices: {
          readonly of: string
          readonly currency: string
          readonly listening: number
          readonly speaking: number
          readonly camera: number
          readonly recording: number
          readonly base: number
          readonly free: number
          readonly solidarity: number
        } | null
      })[]
      readonly summary: {
        readonly currency: string | null
        readonly used: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly corrected: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly own: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly cost: {
          readonly free: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
          readonly amounts: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
        }
        readonly megabyteDays: number
        readonly ownMegabyteDays?: number | undefined
        readonly storage: number
        readonly base: number
        readonly subtotal: number
        readonly solidarity: number
        readonly due: number
        readonly pairs: readonly ({
          readonly organisation: string
          readonly borrowed: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
          readonly lent: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
          readonly borrowedCost: {
            readonly amount: number
            readonly currency: string
          } | null
          readonly lentCost: {
            readonly amount: number
            readonly currency: string
          } | null
          readonly net: {
            readonly amount: number
            readonly currency: string
          } | null
          readonly stored?: {
            readonly borrowed: number
            readonly lent: number
          } | undefined
        })[]
      }
    }) & ({
      readonly hash: string
    }))[]
  })[]
  readonly total: readonly ({
    readonly currency: string
    readonly due: number
  })[]
}

export type StatementSoFar = {
  readonly month: string
  /** When it was computed: at most some seconds ago. */
  readonly at: string | null
  /** From when on its statement is made. */
  readonly closesAt: string | null
  readonly statements: readonly ({
    readonly organisation: string
    readonly lines: readonly ({
      readonly kind: "minutes"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly instance: string
      readonly room: string
      readonly server: string | null
      readonly application?: string | undefined
      readonly owner: string | null
      readonly settled: 'list' | 'own' | 'pair'
      readonly stays: number
      readonly evidence: string
      readonly listening: number
      readonly speaking: number
      readonly camera: number
    } | {
      readonly kind: "correction"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly of: string
      readonly line: number | null
      readonly instance: string
      readonly room: string
      readonly server: string | null
      readonly application?: string | undefined
      readonly owner: string | null
      readonly settled: 'list' | 'own' | 'pair'
      readonly stays: number
      readonly evidence: string
      readonly listening: number
      readonly speaking: number
      readonly camera: number
    } | {
      readonly kind: "lent"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly to: string
      readonly server: string | null
      readonly lines: number
      readonly evidence: string
      readonly listening: number
      readonly speaking: number
      readonly camera: number
      readonly megabyteDays?: number | undefined
    } | {
      readonly kind: "recording"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly room: string
      readonly server: string
      readonly application?: string | undefined
      readonly owner: string | null
      readonly settled: 'list' | 'own' | 'pair'
      readonly days: number
      readonly held: number
      readonly megabyteDays: number
      readonly evidence: string
    } | {
      readonly kind: "close"
      readonly organisation: string
      readonly month: string
      readonly number: number
      readonly name: string
      readonly closedAt: number
      readonly prices: {
        readonly of: string
        readonly currency: string
        readonly listening: number
        readonly speaking: number
        readonly camera: number
        readonly recording: number
        readonly base: number
        readonly free: number
        readonly solidarity: number
      } | null
      readonly lenders: readonly ({
        readonly organisation: string
        readonly prices: {
          readonly of: string
          readonly currency: string
          readonly listening: number
          readonly speaking: number
          readonly camera: number
          readonly recording: number
          readonly base: number
          readonly free: number
          readonly solidarity: number
        } | null
      })[]
      readonly summary: {
        readonly currency: string | null
        readonly used: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly corrected: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly own: {
          readonly listening: number
          readonly speaking: number
          readonly camera: number
        }
        readonly cost: {
          readonly free: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
          readonly amounts: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
        }
        readonly megabyteDays: number
        readonly ownMegabyteDays?: number | undefined
        readonly storage: number
        readonly base: number
        readonly subtotal: number
        readonly solidarity: number
        readonly due: number
        readonly pairs: readonly ({
          readonly organisation: string
          readonly borrowed: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
          readonly lent: {
            readonly listening: number
            readonly speaking: number
            readonly camera: number
          }
          readonly borrowedCost: {
            readonly amount: number
            readonly currency: string
          } | null
          readonly lentCost: {
            readonly amount: number
            readonly currency: string
          } | null
          readonly net: {
            readonly amount: number
            readonly currency: string
          } | null
          readonly stored?: {
            readonly borrowed: number
            readonly lent: number
          } | undefined
        })[]
      }
    })[]
  })[]
  readonly total: readonly ({
    readonly currency: string
    readonly due: number
  })[]
}

export type Statements = {
  /** What the statements of this installation are verified with (Ed25519). */
  readonly publicKey: string
  readonly kept: {
    /** Days for which the stays behind the lines are kept, under pseudonyms. */
    readonly attendanceDays: number
    readonly lines: "for good"
  }
  readonly statements: readonly ({
    readonly month: string
    readonly closedAt: string | null
    readonly head: string
    /** Null where no price list held. */
    readonly currency: string | null
    /** In the currency's smallest unit. */
    readonly due: number
    /** Milliseconds, on all servers. */
    readonly listening: number
    readonly speaking: number
    readonly camera: number
  })[]
}

export type Status = {
  readonly version: string
  readonly startedAt: string | null
  /** Where others reach this installation. */
  readonly url: string
  readonly database: 'embedded' | 'memory' | 'postgres'
  /** Whether it runs on servers for practice. */
  readonly practice: boolean
  readonly ready: boolean
  readonly servers: number
  /** How many of the servers are in each condition; those that are disabled are not looked at. */
  readonly serversBy: {
    readonly online: number
    readonly suspect: number
    readonly offline: number
    readonly unknown: number
    readonly disabled: number
  }
  /** Whether any server takes new meetings. */
  readonly takesMeetings: boolean
  readonly meetings: number
  readonly people: number
  /** Service accounts that are overdue, or whose owners are gone. */
  readonly serviceAlarms: number
}

export type Task = {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly details: string
  readonly column: string
  readonly assignees: readonly ({
    readonly id: string
    readonly name: string
  })[]
  /** The issue that it stands for: repository#number. */
  readonly issue: string | null
  /** Where it came up. */
  readonly source: {
    readonly path: string
    readonly line: number
    /** YYYY-MM-DD */
    readonly date: string | null
  } | null
  /** When it came up: the day of the meeting, else when it was made. */
  readonly since: string | null
  readonly createdAt: string | null
  readonly movedAt: string | null
  readonly closedAt: string | null
}

export type TaskBoard = {
  /** Where the tasks are. */
  readonly kind: 'own' | 'github' | 'forgejo'
  readonly columns: readonly (string)[]
  /** Who may be given a task. */
  readonly people: readonly ({
    readonly id: string
    readonly name: string
  })[]
  /** Those of our own board; empty when the tasks are elsewhere. */
  readonly tasks: readonly (Task)[]
}

export type Token = {
  readonly id: string
  readonly name: string
  /** "read" looks, "manage" also changes. */
  readonly scope: 'read' | 'manage'
  readonly createdAt: string | null
  readonly createdBy: string
  readonly expiresAt: string | null
  /** To the minute. */
  readonly lastUsedAt: string | null
}

export type Usage = {
  readonly organisation: string
  readonly from: string
  readonly to: string
  readonly kept: {
    /** Days for which it is kept who was in which meeting, under pseudonyms. */
    readonly attendanceDays: number
  }
  readonly total: {
    /** Minutes with neither microphone nor camera. */
    readonly listening: number
    /** Minutes with a microphone. */
    readonly speaking: number
    /** Minutes with a camera. */
    readonly camera: number
  }
  readonly recordings: {
    /** What lies on the servers, as they told last; each is asked once a day. */
    readonly bytes: number
    /** Of the days asked for; a gigabyte is 1,000,000,000 bytes. */
    readonly gigabyteDays: number
  }
  /** The organisation's own; those that it is part of may have others. */
  readonly limits: {
    /** Participant-minutes in a calendar month (UTC). */
    readonly minutes: number | null
    /** Gigabytes of recordings on the servers. */
    readonly storage: number | null
  }
  /** A row for each day and room. */
  readonly rooms: readonly ({
    readonly day: string
    readonly organisation: string
    /** The meetingID. */
    readonly room: string
    /** What its meetings were called last. */
    readonly name: string | null
    /** Minutes with neither microphone nor camera. */
    readonly listening: number
    /** Minutes with a microphone. */
    readonly speaking: number
    /** Minutes with a camera. */
    readonly camera: number
  })[]
}

export type WholeNote = {
  readonly id: string
  readonly path: string
  readonly title: string
  /** YYYY-MM-DD */
  readonly heldOn: string | null
  /** Who may read it: all, all by a stub, or members alone. */
  readonly level: 'open' | 'indexed' | 'restricted'
  readonly indexedAt: string | null
  readonly text: string
}

export type WholePad = {
  readonly id: string
  readonly title: string | null
  readonly date: string | null
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly changedAt: string | null
  readonly text: string
  /** Counts the texts; say it when you save. */
  readonly revision: number
  /** The item of the agenda that goes on. */
  readonly current: string | null
  /** Since when; null while the meeting pauses. */
  readonly since: string | null
  /** Seconds spent on each item before that, by its title. */
  readonly spent: { readonly [name: string]: number }
  /** What time it is here, for clocks that are wrong. */
  readonly now: string | null
  readonly reading: NoteReading
}

/** What each call takes, and what it answers when it succeeds. */
export interface Operations {
  /** What was applied from this computer, the latest first */
  'GET /applies': {
    readonly params: undefined
    readonly query: { readonly limit?: number | undefined } | undefined
    readonly body: undefined
    readonly answer: Applies
  }
  /** One apply, with every step and what became of it */
  'GET /applies/{id}': {
    readonly params: { readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Apply
  }
  /** The changes people and tokens made that you may see, newest first */
  'GET /audit': {
    readonly params: undefined
    readonly query: { readonly limit?: number | undefined; readonly before?: number | undefined; readonly search?: string | undefined; readonly action?: string | undefined; readonly organisation?: string | undefined; readonly from?: string | undefined; readonly to?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: Changes
  }
  /** Callbacks to clients, in one state */
  'GET /callbacks': {
    readonly params: undefined
    readonly query: { readonly state?: 'failed' | 'retry' | 'created' | 'active' | 'completed' | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly callbacks: readonly (Callback)[]
    }
  }
  /** Try a callback that was given up again, now */
  'POST /callbacks/{id}/retry': {
    readonly params: { readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Callback
  }
  /** What is promised on each host, month by month, and what it costs */
  'GET /capacity': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: Capacity
  }
  /** Memory of each host, month by month, as a picture */
  'GET /capacity.svg': {
    readonly params: undefined
    readonly query: { readonly theme?: 'auto' | 'light' | 'dark' | undefined; readonly language?: 'en' | 'fr' | undefined } | undefined
    readonly body: undefined
    readonly answer: string
  }
  /** The rooms whose old messages are deleted */
  'GET /chat': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      /** Whether coop.yaml has a chat. */
      readonly configured: boolean
      readonly homeserver: string | null
      readonly schedule: string | null
      readonly zone: string | null
      /** When old messages are deleted next. */
      readonly nextAt: string | null
      readonly noticeDays: number | null
      readonly media: 'room' | 'server' | 'none' | null
      readonly rooms: readonly (ChatRoom)[]
    }
  }
  /** Delete nothing of this room any more: a legal hold */
  'PUT /chat/rooms/{room}/hold': {
    readonly params: { readonly room: string }
    readonly query: undefined
    readonly body: {
      readonly reason: string
    }
    readonly answer: ChatRoom
  }
  /** End a hold */
  'DELETE /chat/rooms/{room}/hold': {
    readonly params: { readonly room: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: ChatRoom
  }
  /** Count what would be deleted of a room now, and delete nothing */
  'POST /chat/rooms/{room}/preview': {
    readonly params: { readonly room: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: ChatPreview
  }
  /** What was deleted, newest first: the evidence */
  'GET /chat/runs': {
    readonly params: undefined
    readonly query: { readonly limit?: number | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly runs: readonly (ChatRun)[]
    }
  }
  /** Delete old messages now, without waiting for the schedule; rooms that are not due are left alone */
  'POST /chat/runs': {
    readonly params: undefined
    readonly query: undefined
    readonly body: {
      /** Ids or names. Default: all. */
      readonly rooms?: readonly (string)[] | undefined
    }
    readonly answer: ChatRun
  }
  /** One run, and how far it is */
  'GET /chat/runs/{run}': {
    readonly params: { readonly run: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: ChatRun
  }
  /** What others changed, or what nobody here has applied, as of the last look */
  'GET /drift': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: Drift
  }
  /** What the last look at each destination showed */
  'GET /link-check': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: LinkCheck
  }
  /** Begin to look at the destinations of links, one after the other on each host */
  'POST /link-check': {
    readonly params: undefined
    readonly query: undefined
    readonly body: {
      /** Of this link alone. */
      readonly keyword?: string | undefined
    }
    readonly answer: LinkCheck
  }
  /** Take a CSV table into the links that are kept here; rows that are not in it stay */
  'POST /link-import': {
    readonly params: undefined
    readonly query: undefined
    readonly body: {
      readonly csv: string
      /** Do it; otherwise it is only shown what would be done. */
      readonly apply?: boolean | undefined
    }
    readonly answer: LinkImport
  }
  /** Look at every table of links now */
  'POST /link-refresh': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: LinkReport
  }
  /** How the tables of links are, and what is wrong in and between them */
  'GET /link-report': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: LinkReport
  }
  /** All links as one CSV table, as they are served */
  'GET /link-table': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: string
  }
  /** Links, a page at a time */
  'GET /links': {
    readonly params: undefined
    readonly query: { readonly q?: string | undefined; readonly after?: string | undefined; readonly limit?: number | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      /** In the order of their keywords. */
      readonly links: readonly (Link)[]
      /** How many there are of these, before `limit` is taken into account. */
      readonly total: number
    }
  }
  /** Add a link */
  'POST /links': {
    readonly params: undefined
    readonly query: undefined
    readonly body: {
      /** Capitals do not matter. */
      readonly keyword: string
      /** Where it leads: an address, or the keyword of another link. Empty: retired. */
      readonly destination: string
      /** Public links are found by searching; unlisted ones are reached by whoever knows the keyword. */
      readonly visibility?: 'public' | 'unlisted' | undefined
      /** What it is, in a few words. */
      readonly note?: string | undefined
      /** Default: you, if you are a person of the organisation of the links. */
      readonly owner?: string | null | undefined
      /** Take the keyword though it is taken, or was: everybody who has it is led here. */
      readonly replace?: boolean | undefined
    }
    readonly answer: Link
  }
  /** One link, with what became of it and how often it was followed */
  'GET /links/{keyword}': {
    readonly params: { readonly keyword: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: LinkDetails
  }
  /** Change a link; what the request does not name stays */
  'PATCH /links/{keyword}': {
    readonly params: { readonly keyword: string }
    readonly query: undefined
    readonly body: {
      /** Where it leads: an address, or the keyword of another link. Empty: retired. */
      readonly destination?: string | undefined
      /** Public links are found by searching; unlisted ones are reached by whoever knows the keyword. */
      readonly visibility?: 'public' | 'unlisted' | undefined
      /** What it is, in a few words. */
      readonly note?: string | undefined
      /** The id of the person who looks after it. */
      readonly owner?: string | null | undefined
    }
    readonly answer: Link
  }
  /** Take away what is kept here of a keyword, so that it is free, or again what a table says */
  'DELETE /links/{keyword}': {
    readonly params: { readonly keyword: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Retire a link: its keyword stays taken, and whoever follows it is told that it is no more */
  'POST /links/{keyword}/retire': {
    readonly params: { readonly keyword: string }
    readonly query: undefined
    readonly body: {
      /** What its page says about it. */
      readonly note?: string | undefined
    }
    readonly answer: Link
  }
  /** What runs now, as server-sent events */
  'GET /live': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: LiveChange
  }
  /** The machines and services that coop.yaml declares */
  'GET /machines': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: DeclaredMachines
  }
  /** The live meetings that you may see */
  'GET /meetings': {
    readonly params: undefined
    readonly query: { readonly organisation?: string | undefined; readonly server?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly meetings: readonly (Meeting)[]
    }
  }
  /** One live meeting, and why it is where it is */
  'GET /meetings/{organisation}/{meetingId}': {
    readonly params: { readonly organisation: string; readonly meetingId: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: MeetingDetails
  }
  /** End a meeting; it is over once its server confirms it */
  'DELETE /meetings/{organisation}/{meetingId}': {
    readonly params: { readonly organisation: string; readonly meetingId: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Meeting
  }
  /** This description */
  'GET /openapi.json': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: { readonly [name: string]: unknown }
  }
  /** The organisations that you may see */
  'GET /organisations': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly organisations: readonly (Organisation)[]
    }
  }
  /** Add an organisation; below one of yours, or anywhere if you run the installation */
  'POST /organisations': {
    readonly params: undefined
    readonly query: undefined
    readonly body: {
      /** Short name in addresses. */
      readonly id: string
      /** Default: the id. */
      readonly name?: string | undefined
      /** The organisation that this one is part of. */
      readonly parent?: string | undefined
      /** Left out: one is made and given in the answer. Empty: no front end of its own calls. */
      readonly secrets?: readonly (string)[] | undefined
      /** Host names at which this organisation alone is reached. */
      readonly hosts?: readonly (string)[] | undefined
      /** A federation holds organisations, an application is one front end of an organisation. */
      readonly kind?: 'federation' | 'organisation' | 'application' | undefined
      /** "leaving" takes no new accounts and rooms, "read-only" no new meetings either, a "suspended" one is refused like a stranger. */
      readonly status?: 'active' | 'leaving' | 'read-only' | 'suspended' | undefined
      readonly brand?: {
        readonly name?: string | undefined
        /** An https address of a picture. */
        readonly logo?: string | undefined
        readonly colour?: string | undefined
        /** What people read when they come into a meeting. */
        readonly welcome?: string | undefined
        /** An https address of a document shown when a meeting brings none. */
        readonly slide?: string | undefined
      } | undefined
      readonly checksums?: readonly ('sha1' | 'sha256' | 'sha384' | 'sha512')[] | undefined
      readonly limits?: {
        /** Meetings at once. Default: no limit. */
        readonly meetings?: number | undefined
        /** Users at once over all meetings. Default: no limit. */
        readonly users?: number | undefined
        /** Participant-minutes in a calendar month (UTC). Default: no limit. */
        readonly minutes?: number | undefined
        /** Gigabytes (1,000,000,000 bytes) of recordings on the servers. Default: no limit. */
        readonly storage?: number | undefined
        /** Minutes one meeting may last. Default: no limit. */
        readonly duration?: number | undefined
        /** Whether meetings may be recorded. */
        readonly recording?: boolean | undefined
      } | undefined
      /** What its meetings cost. Default: the prices of the organisation that it is part of. */
      readonly prices?: {
        /** ISO 4217. */
        readonly currency: string
        /** For 1,000 participant-minutes without microphone and camera. */
        readonly listening?: number | undefined
        /** For 1,000 participant-minutes with a microphone. */
        readonly speaking?: number | undefined
        /** For 1,000 participant-minutes with a camera. */
        readonly camera?: number | undefined
        /** For 1,000 GB-days. */
        readonly recording?: number | undefined
        /** For a month. */
        readonly base?: number | undefined
        /** Participant-minutes of a month that cost nothing. */
        readonly free?: number | undefined
        /** What is due, in percent of the sum. */
        readonly solidarity?: number | undefined
      } | undefined
      /** BigBlueButton parameters put into every create call. */
      readonly create?: {
        /** Apply when the client does not send them. */
        readonly defaults?: { readonly [name: string]: string | number | boolean } | undefined
        /** Apply whatever the client sends. */
        readonly overrides?: { readonly [name: string]: string | number | boolean } | undefined
      } | undefined
      /** BigBlueButton parameters put into every join call. */
      readonly join?: {
        /** Apply when the client does not send them. */
        readonly defaults?: { readonly [name: string]: string | number | boolean } | undefined
        /** Apply whatever the client sends. */
        readonly overrides?: { readonly [name: string]: string | number | boolean } | undefined
      } | undefined
      readonly servers?: {
        readonly required?: string | undefined
        readonly preferred?: string | undefined
      } | undefined
      readonly signFormBody?: boolean | undefined
      /** A page between the link and the meeting. */
      readonly joinPage?: {
        readonly enabled?: boolean | undefined
        /** People let onto one server within a second. */
        readonly perSecond?: number | undefined
      } | undefined
    }
    readonly answer: NewOrganisation
  }
  /** One organisation */
  'GET /organisations/{organisation}': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Organisation
  }
  /** Change an organisation: its name and brand yourself, everything else from above */
  'PATCH /organisations/{organisation}': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      readonly name?: string | undefined
      readonly parent?: string | null | undefined
      /** A federation holds organisations, an application is one front end of an organisation. */
      readonly kind?: 'federation' | 'organisation' | 'application' | undefined
      /** "leaving" takes no new accounts and rooms, "read-only" no new meetings either, a "suspended" one is refused like a stranger. */
      readonly status?: 'active' | 'leaving' | 'read-only' | 'suspended' | undefined
      readonly brand?: {
        readonly name?: string | undefined
        /** An https address of a picture. */
        readonly logo?: string | undefined
        readonly colour?: string | undefined
        /** What people read when they come into a meeting. */
        readonly welcome?: string | undefined
        /** An https address of a document shown when a meeting brings none. */
        readonly slide?: string | undefined
      } | undefined
      readonly hosts?: readonly (string)[] | undefined
      readonly limits?: {
        /** Meetings at once. Default: no limit. */
        readonly meetings?: number | undefined
        /** Users at once over all meetings. Default: no limit. */
        readonly users?: number | undefined
        /** Participant-minutes in a calendar month (UTC). Default: no limit. */
        readonly minutes?: number | undefined
        /** Gigabytes (1,000,000,000 bytes) of recordings on the servers. Default: no limit. */
        readonly storage?: number | undefined
        /** Minutes one meeting may last. Default: no limit. */
        readonly duration?: number | undefined
        /** Whether meetings may be recorded. */
        readonly recording?: boolean | undefined
      } | undefined
      readonly prices?: {
        /** ISO 4217. */
        readonly currency: string
        /** For 1,000 participant-minutes without microphone and camera. */
        readonly listening?: number | undefined
        /** For 1,000 participant-minutes with a microphone. */
        readonly speaking?: number | undefined
        /** For 1,000 participant-minutes with a camera. */
        readonly camera?: number | undefined
        /** For 1,000 GB-days. */
        readonly recording?: number | undefined
        /** For a month. */
        readonly base?: number | undefined
        /** Participant-minutes of a month that cost nothing. */
        readonly free?: number | undefined
        /** What is due, in percent of the sum. */
        readonly solidarity?: number | undefined
      } | null | undefined
      readonly servers?: {
        readonly required?: string | undefined
        readonly preferred?: string | undefined
      } | undefined
      readonly create?: {
        /** Apply when the client does not send them. */
        readonly defaults?: { readonly [name: string]: string | number | boolean } | undefined
        /** Apply whatever the client sends. */
        readonly overrides?: { readonly [name: string]: string | number | boolean } | undefined
      } | undefined
      readonly join?: {
        /** Apply when the client does not send them. */
        readonly defaults?: { readonly [name: string]: string | number | boolean } | undefined
        /** Apply whatever the client sends. */
        readonly overrides?: { readonly [name: string]: string | number | boolean } | undefined
      } | undefined
    }
    readonly answer: Organisation
  }
  /** Remove an organisation, from above; it must have no meetings and no accounts any more */
  'DELETE /organisations/{organisation}': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** What was decided, the newest first; with words, where they are in it or around it */
  'GET /organisations/{organisation}/decisions': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly words?: string | undefined; readonly limit?: number | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly decisions: readonly (NoteDecision)[]
    }
  }
  /** The public form for events */
  'GET /organisations/{organisation}/event-form': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      /** Whether the public may fill it in. */
      readonly open: boolean
      readonly url: string
    }
  }
  /** Open the form for events to the public, or close it */
  'PUT /organisations/{organisation}/event-form': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      readonly open: boolean
    }
    readonly answer: {
      /** Whether the public may fill it in. */
      readonly open: boolean
      readonly url: string
    }
  }
  /** The event requests of an organisation, newest first */
  'GET /organisations/{organisation}/event-requests': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly requests: readonly (EventRequest)[]
    }
  }
  /** Ask for an event, whether the public form is open or not */
  'POST /organisations/{organisation}/event-requests': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      readonly contact: {
        readonly name: string
        readonly email: string
        /** The group or client for whom they ask. */
        readonly group?: string | undefined
      }
      readonly event: {
        readonly title: string
        /** One event, or one that is held again and again. */
        readonly kind?: 'once' | 'ongoing' | undefined
        /** Whose servers it should run on. */
        readonly infrastructure?: 'ours' | 'theirs' | 'unsure' | undefined
        readonly minutes: number
        /** How many are there at the same time. */
        readonly people: number
        /** How many cameras are on at the same time. */
        readonly cameras?: number | undefined
        /** How many only listen. */
        readonly listeners?: number | undefined
        /** Who speaks: one to many, a few, or all. */
        readonly talk?: 'one' | 'few' | 'all' | undefined
        /** How many breakout rooms. */
        readonly breakouts?: number | undefined
        /** How people show who they are. */
        readonly identity?: 'link' | 'accounts' | 'directory' | undefined
        readonly recording?: boolean | undefined
        /** From where people come. */
        readonly geography?: string | undefined
        readonly budget?: string | undefined
        readonly notes?: string | undefined
        readonly startsAt: string
      }
    }
    readonly answer: EventRequest
  }
  /** One event request, with what it takes and whether it fits */
  'GET /organisations/{organisation}/event-requests/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: EventRequest
  }
  /** Delete an event request before its time; its room stays */
  'DELETE /organisations/{organisation}/event-requests/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Make the room that was asked for, booked for the time of the event */
  'POST /organisations/{organisation}/event-requests/{id}/accept': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: {
      /** Short name in its address, unique over the installation. */
      readonly name?: string | undefined
      /** Ids of people. Default: you. */
      readonly owners?: readonly (string)[] | undefined
      /** What the room is made for; it decides every setting that is not set. */
      readonly preset?: 'open' | 'private' | 'recorded' | undefined
    }
    readonly answer: Room
  }
  /** Decline what was asked for */
  'POST /organisations/{organisation}/event-requests/{id}/decline': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: EventRequest
  }
  /** Everything kept about an organisation, as a ZIP of JSON lines */
  'GET /organisations/{organisation}/export': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: unknown
  }
  /** The groups of an organisation, by name */
  'GET /organisations/{organisation}/groups': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly groups: readonly (Group)[]
    }
  }
  /** Add a group */
  'POST /organisations/{organisation}/groups': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      readonly name: string
      readonly externalId?: string | null | undefined
    }
    readonly answer: Group
  }
  /** One group */
  'GET /organisations/{organisation}/groups/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Group
  }
  /** Rename a group */
  'PATCH /organisations/{organisation}/groups/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: {
      readonly name?: string | undefined
      readonly externalId?: string | null | undefined
    }
    readonly answer: Group
  }
  /** Take a group away; its members stay */
  'DELETE /organisations/{organisation}/groups/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Put somebody into a group */
  'PUT /organisations/{organisation}/groups/{id}/members/{person}': {
    readonly params: { readonly organisation: string; readonly id: string; readonly person: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Take somebody out of a group */
  'DELETE /organisations/{organisation}/groups/{id}/members/{person}': {
    readonly params: { readonly organisation: string; readonly id: string; readonly person: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Import a list of people: all of it, or nothing if a row is bad and bad ones are not left out */
  'POST /organisations/{organisation}/imports': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** Rows under a heading, separated by commas, semicolons or tabs. Columns: name, email, external_id, role, groups (with | between them), language. An empty cell leaves what is there, one of - empties it. */
      readonly csv: string
      /** What becomes of accounts that are not in the list. Nobody is erased by an import. */
      readonly missing?: 'keep' | 'suspend' | undefined
      /** Let suspended accounts that are in the list in again. */
      readonly resume?: boolean | undefined
      /** Leave bad rows out, instead of importing nothing. */
      readonly skipBad?: boolean | undefined
      /** The fingerprint of the preview: refused if it would do anything else. */
      readonly expect?: string | undefined
    }
    readonly answer: Import
  }
  /** The last hundred imports into an organisation, latest first */
  'GET /organisations/{organisation}/imports': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly imports: readonly (Import)[]
    }
  }
  /** What importing a list of people would do; nothing is changed */
  'POST /organisations/{organisation}/imports/preview': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** Rows under a heading, separated by commas, semicolons or tabs. Columns: name, email, external_id, role, groups (with | between them), language. An empty cell leaves what is there, one of - empties it. */
      readonly csv: string
      /** What becomes of accounts that are not in the list. Nobody is erased by an import. */
      readonly missing?: 'keep' | 'suspend' | undefined
      /** Let suspended accounts that are in the list in again. */
      readonly resume?: boolean | undefined
    }
    readonly answer: ImportPreview
  }
  /** What an import did to whom */
  'GET /organisations/{organisation}/imports/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: ImportDetails
  }
  /** Take an import back */
  'POST /organisations/{organisation}/imports/{id}/undo': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: {
      /** Leave accounts that were changed since, instead of undoing nothing. */
      readonly skipChanged?: boolean | undefined
    }
    readonly answer: {
      /** How many accounts are as they were before; those that the import made are erased. */
      readonly restored: number
      /** The ids of the accounts that were changed since, and left. */
      readonly kept: readonly (string)[]
    }
  }
  /** Invite somebody; earlier links of that account are worthless from now on */
  'POST /organisations/{organisation}/invitations': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** An account that is there; if it has a password, the link leads to another one. */
      readonly person: string
      /** Days that the link is valid. */
      readonly days?: number | undefined
    } | {
      readonly name: string
      /** What they sign in with. */
      readonly email: string
      readonly role?: 'admin' | 'member' | undefined
      readonly language?: 'en' | 'fr' | undefined
      /** Days that the link is valid. */
      readonly days?: number | undefined
    }
    readonly answer: NewInvitation
  }
  /** The open invitations, the newest first */
  'GET /organisations/{organisation}/invitations': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly invitations: readonly (Invitation)[]
    }
  }
  /** Make the link of an invitation worthless */
  'DELETE /organisations/{organisation}/invitations/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** The notes of an organisation, the newest first; with words, those that have them */
  'GET /organisations/{organisation}/notes': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly words?: string | undefined; readonly limit?: number | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly notes: readonly (Note)[]
    }
  }
  /** Keep a note, or its newer text, so that it is found */
  'PUT /organisations/{organisation}/notes': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** Where the note lies, or what it is called. */
      readonly path: string
      /** The note, in Markdown. */
      readonly text: string
      /** Who may read it: all, all by a stub, or members alone. */
      readonly level: 'open' | 'indexed' | 'restricted'
    }
    readonly answer: {
      readonly id: string
      readonly state: 'added' | 'changed' | 'unchanged'
    }
  }
  /** Carry out what somebody confirmed of a note, by its keys; what was done before is left alone */
  'POST /organisations/{organisation}/notes/apply': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** The note, in Markdown. */
      readonly text?: string | undefined
      /** Where the note lies, or what it is called. */
      readonly path?: string | undefined
      /** The address of a pad, instead of a text. */
      readonly pad?: string | undefined
      readonly keys: readonly (string)[]
      /** What is not to be done, and not proposed again. */
      readonly declined?: readonly (string)[] | undefined
    }
    readonly answer: NoteApplied
  }
  /** What a note would change; nothing is changed */
  'POST /organisations/{organisation}/notes/preview': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** The note, in Markdown. */
      readonly text?: string | undefined
      /** Where the note lies, or what it is called. */
      readonly path?: string | undefined
      /** The address of a pad, instead of a text. */
      readonly pad?: string | undefined
      /** What somebody left out is proposed again. */
      readonly again?: boolean | undefined
    }
    readonly answer: NotePreview
  }
  /** What is understood of a text; nothing is kept */
  'POST /organisations/{organisation}/notes/read': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** The note, in Markdown. */
      readonly text: string
      /** Where the note lies, or what it is called. */
      readonly path?: string | undefined
    }
    readonly answer: NoteReading
  }
  /** One note with its text */
  'GET /organisations/{organisation}/notes/{note}': {
    readonly params: { readonly organisation: string; readonly note: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: WholeNote
  }
  /** Take a note out of what is kept here; its file stays where it is */
  'DELETE /organisations/{organisation}/notes/{note}': {
    readonly params: { readonly organisation: string; readonly note: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** The pads of an organisation, the one that was changed last first */
  'GET /organisations/{organisation}/pads': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly pads: readonly (Pad)[]
      readonly templates: readonly ('working-group' | 'all-hands' | 'standup')[]
    }
  }
  /** Make a pad for a meeting, from a template or with a text */
  'POST /organisations/{organisation}/pads': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** The note, in Markdown. */
      readonly text?: string | undefined
      /** Default: working-group. */
      readonly template?: 'working-group' | 'all-hands' | 'standup' | undefined
      readonly title?: string | undefined
      /** The day of the meeting. Default: today (UTC). */
      readonly date?: string | undefined
      /** The notes of the meeting before: roles rotate, what was skipped is carried over. */
      readonly after?: string | undefined
    }
    readonly answer: WholePad
  }
  /** Make a pad at the HedgeDoc of the co-op */
  'POST /organisations/{organisation}/pads/elsewhere': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** The note, in Markdown. */
      readonly text: string
      readonly alias?: string | undefined
    }
    readonly answer: {
      readonly url: string
    }
  }
  /** One pad, as it is now */
  'GET /organisations/{organisation}/pads/{pad}': {
    readonly params: { readonly organisation: string; readonly pad: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: WholePad
  }
  /** Remove a pad */
  'DELETE /organisations/{organisation}/pads/{pad}': {
    readonly params: { readonly organisation: string; readonly pad: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Go on in the agenda, back, to an item, pause or end; the first step begins the meeting */
  'POST /organisations/{organisation}/pads/{pad}/steps': {
    readonly params: { readonly organisation: string; readonly pad: string }
    readonly query: undefined
    readonly body: {
      readonly do: 'next' | 'back' | 'pause' | 'end'
    } | {
      readonly do: 'go'
      readonly title: string
    }
    readonly answer: WholePad
  }
  /** Keep what was typed; refused when somebody else wrote meanwhile */
  'PUT /organisations/{organisation}/pads/{pad}/text': {
    readonly params: { readonly organisation: string; readonly pad: string }
    readonly query: undefined
    readonly body: {
      /** The note, in Markdown. */
      readonly text: string
      readonly revision: number
    }
    readonly answer: WholePad
  }
  /** The accounts of an organisation, by name */
  'GET /organisations/{organisation}/people': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly search?: string | undefined; readonly email?: string | undefined; readonly status?: 'invited' | 'active' | 'suspended' | 'erased' | undefined; readonly role?: 'admin' | 'member' | undefined; readonly group?: string | undefined; readonly limit?: number | undefined; readonly after?: string | undefined; readonly reason?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly people: readonly (Person)[]
      /** On all pages. */
      readonly total: number
      /** Pass it as `after` for the next page; null on the last. */
      readonly next: string | null
    }
  }
  /** Add an account; whoever it is for signs in by an invitation or by the organisation’s provider */
  'POST /organisations/{organisation}/people': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** As others see it. */
      readonly name: string
      readonly email?: string | null | undefined
      readonly externalId?: string | null | undefined
      /** What somebody is in the organisation. */
      readonly role?: 'admin' | 'member' | undefined
      readonly language?: string | null | undefined
      /** All groups, by name; one that is not there is made. */
      readonly groups?: readonly (string)[] | undefined
    }
    readonly answer: Person
  }
  /** The account that the organisation's own register calls so */
  'GET /organisations/{organisation}/people/by-external-id/{externalId}': {
    readonly params: { readonly organisation: string; readonly externalId: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Person
  }
  /** Make an account as said, whether it was there or not; repeating it changes nothing */
  'PUT /organisations/{organisation}/people/by-external-id/{externalId}': {
    readonly params: { readonly organisation: string; readonly externalId: string }
    readonly query: undefined
    readonly body: {
      /** As others see it. */
      readonly name: string
      readonly email?: string | null | undefined
      /** What somebody is in the organisation. */
      readonly role?: 'admin' | 'member' | undefined
      readonly language?: string | null | undefined
      /** All groups, by name; one that is not there is made. */
      readonly groups?: readonly (string)[] | undefined
      /** Absent: as it is. */
      readonly suspended?: boolean | undefined
    }
    readonly answer: Person
  }
  /** One account */
  'GET /organisations/{organisation}/people/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: { readonly reason?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: Person
  }
  /** Change, suspend or resume an account */
  'PATCH /organisations/{organisation}/people/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: {
      /** As others see it. */
      readonly name?: string | undefined
      readonly email?: string | null | undefined
      readonly externalId?: string | null | undefined
      /** What somebody is in the organisation. */
      readonly role?: 'admin' | 'member' | undefined
      readonly language?: string | null | undefined
      /** All groups, by name; one that is not there is made. */
      readonly groups?: readonly (string)[] | undefined
      /** True signs them out everywhere and lets them in no more; false lets them in. */
      readonly suspended?: boolean | undefined
    }
    readonly answer: Person
  }
  /** Erase an account for good: who it was is gone, its id and its past stay */
  'DELETE /organisations/{organisation}/people/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Take the second step of an account away */
  'DELETE /organisations/{organisation}/people/{id}/second-factor': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Sign somebody out on every device */
  'DELETE /organisations/{organisation}/people/{id}/sessions': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** The pictures of an organisation, newest first */
  'GET /organisations/{organisation}/pictures': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly limit?: number | undefined; readonly before?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly pictures: readonly (Picture)[]
      /** What they take, in bytes. */
      readonly storage: {
        readonly pictures: number
        readonly bytes: number
        readonly most: number
      }
    }
  }
  /** Put a picture on the wall: its bytes are the body, as image/* or application/octet-stream */
  'POST /organisations/{organisation}/pictures': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly alt: string }
    readonly body: undefined
    readonly answer: Picture
  }
  /** Describe a picture anew, hide it, or show it again */
  'PATCH /organisations/{organisation}/pictures/{picture}': {
    readonly params: { readonly organisation: string; readonly picture: string }
    readonly query: undefined
    readonly body: {
      /** What is to be seen, for those who do not see it. */
      readonly alt?: string | undefined
      /** Moderators hide and show. */
      readonly hidden?: boolean | undefined
    }
    readonly answer: Picture
  }
  /** Delete a picture and its files for good */
  'DELETE /organisations/{organisation}/pictures/{picture}': {
    readonly params: { readonly organisation: string; readonly picture: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** The picture itself, a WebP */
  'GET /organisations/{organisation}/pictures/{picture}/file': {
    readonly params: { readonly organisation: string; readonly picture: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: unknown
  }
  /** The rooms of an organisation that you may see */
  'GET /organisations/{organisation}/rooms': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly mine?: 'true' | 'false' | undefined } | undefined
    readonly body: undefined
    readonly answer: {
      readonly rooms: readonly (Room)[]
    }
  }
  /** Add a room */
  'POST /organisations/{organisation}/rooms': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      /** Short name in its address, unique over the installation. */
      readonly name?: string | undefined
      readonly title: string
      readonly description?: string | undefined
      /** What the room is made for; it decides every setting that is not set. */
      readonly preset?: 'open' | 'private' | 'recorded' | undefined
      /** What is set otherwise than by the preset; null leaves it to the preset again. */
      readonly settings?: {
        readonly guests?: boolean | null | undefined
        readonly lobby?: boolean | null | undefined
        readonly mayStart?: 'owners' | 'members' | 'anyone' | null | undefined
        readonly moderators?: 'owners' | 'members' | null | undefined
        readonly recording?: 'never' | 'allowed' | 'always' | null | undefined
        readonly muteOnStart?: boolean | null | undefined
        readonly joinPage?: boolean | null | undefined
      } | undefined
      /** What all but the owners must know to come in; null for none. */
      readonly accessCode?: string | null | undefined
      /** What makes whoever knows it a moderator who may begin; null for none. */
      readonly moderatorCode?: string | null | undefined
      /** How many people to reserve seats for; null leaves it to the history. */
      readonly expectedSize?: number | null | undefined
      /** Ids of people. Default: you. */
      readonly owners?: readonly (string)[] | undefined
    }
    readonly answer: Room
  }
  /** One room */
  'GET /organisations/{organisation}/rooms/{room}': {
    readonly params: { readonly organisation: string; readonly room: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Room
  }
  /** Change a room; what the request does not name stays */
  'PATCH /organisations/{organisation}/rooms/{room}': {
    readonly params: { readonly organisation: string; readonly room: string }
    readonly query: undefined
    readonly body: {
      /** Short name in its address, unique over the installation. */
      readonly name?: string | undefined
      readonly title?: string | undefined
      readonly description?: string | undefined
      /** What the room is made for; it decides every setting that is not set. */
      readonly preset?: 'open' | 'private' | 'recorded' | undefined
      /** What is set otherwise than by the preset; null leaves it to the preset again. */
      readonly settings?: {
        readonly guests?: boolean | null | undefined
        readonly lobby?: boolean | null | undefined
        readonly mayStart?: 'owners' | 'members' | 'anyone' | null | undefined
        readonly moderators?: 'owners' | 'members' | null | undefined
        readonly recording?: 'never' | 'allowed' | 'always' | null | undefined
        readonly muteOnStart?: boolean | null | undefined
        readonly joinPage?: boolean | null | undefined
      } | undefined
      /** What all but the owners must know to come in; null for none. */
      readonly accessCode?: string | null | undefined
      /** What makes whoever knows it a moderator who may begin; null for none. */
      readonly moderatorCode?: string | null | undefined
      /** How many people to reserve seats for; null leaves it to the history. */
      readonly expectedSize?: number | null | undefined
    }
    readonly answer: Room
  }
  /** Remove a room with its names; a meeting in it goes on */
  'DELETE /organisations/{organisation}/rooms/{room}': {
    readonly params: { readonly organisation: string; readonly room: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Share a room with one more person of the organisation */
  'POST /organisations/{organisation}/rooms/{room}/owners': {
    readonly params: { readonly organisation: string; readonly room: string }
    readonly query: undefined
    readonly body: {
      readonly id?: string | undefined
      readonly email?: string | undefined
    }
    readonly answer: Room
  }
  /** Share a room no more with somebody */
  'DELETE /organisations/{organisation}/rooms/{room}/owners/{person}': {
    readonly params: { readonly organisation: string; readonly room: string; readonly person: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Begin the meeting of a room, unless it goes on, and get the way in as its moderator */
  'POST /organisations/{organisation}/rooms/{room}/start': {
    readonly params: { readonly organisation: string; readonly room: string }
    readonly query: undefined
    readonly body: {
      /** What you are called there. Default: your name. */
      readonly name?: string | undefined
    }
    readonly answer: {
      /** For one browser, within minutes. */
      readonly address: string
    }
  }
  /** Make one more secret for an organisation, beside those it has */
  'POST /organisations/{organisation}/secrets': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: NewSecret
  }
  /** Take a secret away, but not the last one */
  'DELETE /organisations/{organisation}/secrets/{fingerprint}': {
    readonly params: { readonly organisation: string; readonly fingerprint: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** The accounts of programs, with what is wrong with them */
  'GET /organisations/{organisation}/service-accounts': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly serviceAccounts: readonly (ServiceAccount)[]
    }
  }
  /** Make the account of a program; its first token is made by rotating */
  'POST /organisations/{organisation}/service-accounts': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      readonly name: string
      /** What it may do, in the organisation and below it; what you may yourself. */
      readonly rights: readonly ('self' | 'installation.see' | 'installation.manage' | 'organisation.see' | 'organisation.manage' | 'meetings.see' | 'meetings.manage' | 'people.list' | 'people.see' | 'people.manage' | 'rooms.see' | 'rooms.manage' | 'rooms.own' | 'links.see' | 'links.own' | 'links.manage' | 'notes.use' | 'notes.manage' | 'pictures.own' | 'pictures.manage' | 'usage.see' | 'audit.see' | 'tokens.manage')[]
      /** Two active accounts of the organisation, by id. */
      readonly owners: readonly (string)[]
      /** Hours within which it must succeed; without it, no alarm. */
      readonly expectsEvery?: number | undefined
    }
    readonly answer: ServiceAccount
  }
  /** The account of one program */
  'GET /organisations/{organisation}/service-accounts/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: ServiceAccount
  }
  /** Give it other owners, or another period */
  'PATCH /organisations/{organisation}/service-accounts/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: {
      /** Two active accounts of the organisation, by id. */
      readonly owners?: readonly (string)[] | undefined
      readonly expectsEvery?: number | null | undefined
    }
    readonly answer: ServiceAccount
  }
  /** Remove it; its tokens open nothing from now on */
  'DELETE /organisations/{organisation}/service-accounts/{id}': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Report that its job has succeeded */
  'POST /organisations/{organisation}/service-accounts/{id}/success': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Make a new token; the one before it stays alive until it expires or the next is made */
  'POST /organisations/{organisation}/service-accounts/{id}/tokens': {
    readonly params: { readonly organisation: string; readonly id: string }
    readonly query: undefined
    readonly body: {
      readonly expiresInDays?: number | undefined
    }
    readonly answer: NewServiceToken
  }
  /** Make one token worthless */
  'DELETE /organisations/{organisation}/service-accounts/{id}/tokens/{token}': {
    readonly params: { readonly organisation: string; readonly id: string; readonly token: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** How its people sign in */
  'GET /organisations/{organisation}/sign-in': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: SignInSettings
  }
  /** Say how its people sign in */
  'PUT /organisations/{organisation}/sign-in': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      readonly passwords?: boolean | undefined
      readonly secondFactor?: 'optional' | 'required' | undefined
      readonly registration?: 'no' | 'members' | undefined
      readonly oidc?: {
        /** What the button says. */
        readonly name: string
        /** The provider's issuer, exactly as it writes it. */
        readonly issuer: string
        readonly clientId: string
        /** Left out: as it is, or none for a public client. */
        readonly clientSecret?: string | undefined
        readonly scopes?: readonly (string)[] | undefined
        readonly emailDomains?: readonly (string)[] | undefined
        readonly trustEmail?: boolean | undefined
        readonly roles?: {
          /** The claim that holds them: a text or a list of texts. */
          readonly claim: string
          /** Whoever has one of these is an administrator. */
          readonly admin?: readonly (string)[] | undefined
          /** Whoever has one of these is a member; empty: everybody else is. */
          readonly member?: readonly (string)[] | undefined
        } | null | undefined
      } | null | undefined
    }
    readonly answer: SignInSettings
  }
  /** Ask whether its provider can be reached from here */
  'POST /organisations/{organisation}/sign-in/check': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      /** It answers as an OpenID Connect provider. */
      readonly issuer: string
    }
  }
  /** What a month that is not closed comes to so far, for an organisation and all below it */
  'GET /organisations/{organisation}/statement-so-far': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly month?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: StatementSoFar
  }
  /** The closed months of an organisation, the newest first */
  'GET /organisations/{organisation}/statements': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Statements
  }
  /** A closed month of an organisation and of all below it */
  'GET /organisations/{organisation}/statements/{month}': {
    readonly params: { readonly organisation: string; readonly month: string }
    readonly query: { readonly format?: 'json' | 'csv' | 'lines' | undefined } | undefined
    readonly body: undefined
    readonly answer: StatementFile | string
  }
  /** The stays behind a line, under pseudonyms, or the days of recordings, as long as they are kept */
  'GET /organisations/{organisation}/statements/{month}/lines/{number}': {
    readonly params: { readonly organisation: string; readonly month: string; readonly number: number }
    readonly query: undefined
    readonly body: undefined
    readonly answer: Evidence
  }
  /** The task board: its columns, people and open tasks */
  'GET /organisations/{organisation}/tasks': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly closed?: 'true' | 'false' | undefined } | undefined
    readonly body: undefined
    readonly answer: TaskBoard
  }
  /** Add a task */
  'POST /organisations/{organisation}/tasks': {
    readonly params: { readonly organisation: string }
    readonly query: undefined
    readonly body: {
      readonly title: string
      readonly details?: string | undefined
      /** As the board has it. Default: where new tasks begin. */
      readonly column?: string | undefined
      /** The ids of people. */
      readonly assignees?: readonly (string)[] | undefined
    }
    readonly answer: Task
  }
  /** Change a task: move, assign, close or reopen it; what the request does not name stays */
  'PATCH /organisations/{organisation}/tasks/{task}': {
    readonly params: { readonly organisation: string; readonly task: number }
    readonly query: undefined
    readonly body: {
      readonly title?: string | undefined
      readonly details?: string | undefined
      /** As the board has it. Default: where new tasks begin. */
      readonly column?: string | undefined
      /** The ids of people. */
      readonly assignees?: readonly (string)[] | undefined
      readonly closed?: boolean | undefined
    }
    readonly answer: Task
  }
  /** Take a task down for good */
  'DELETE /organisations/{organisation}/tasks/{task}': {
    readonly params: { readonly organisation: string; readonly task: number }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Participant-minutes of an organisation and of all below it, by day and room, as known now */
  'GET /organisations/{organisation}/usage': {
    readonly params: { readonly organisation: string }
    readonly query: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: Usage
  }
  /** Look at the world now. It changes nothing there */
  'POST /plan': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly plan: Plan
    }
  }
  /** What mycel apply would do, as of the last look; null when nobody has looked from here */
  'GET /plan': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly plan: Plan | null
      readonly looks: Looks
    }
  }
  /** What comes when, against what was promised */
  'GET /roadmap': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: Roadmap
  }
  /** The roadmap as a picture */
  'GET /roadmap.svg': {
    readonly params: undefined
    readonly query: { readonly theme?: 'auto' | 'light' | 'dark' | undefined; readonly language?: 'en' | 'fr' | undefined } | undefined
    readonly body: undefined
    readonly answer: string
  }
  /** The BigBlueButton servers */
  'GET /servers': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly servers: readonly (Server)[]
    }
  }
  /** Add a server; it is asked for its meetings first */
  'POST /servers': {
    readonly params: undefined
    readonly query: { readonly unchecked?: string | undefined } | undefined
    readonly body: {
      /** The server's API; its address as `bbb-conf --secret` prints it will do. */
      readonly url: string
      /** The server's secret, as `bbb-conf --secret` prints it. */
      readonly secret: string
      /** Name of the server. Default: the url's host. */
      readonly id?: string | undefined
      /** Users that fit on the server at once. */
      readonly capacity?: number | undefined
      /** 2 takes twice as much as 1. */
      readonly weight?: number | undefined
      readonly tags?: readonly (string)[] | undefined
      readonly checksum?: 'sha1' | 'sha256' | 'sha384' | 'sha512' | undefined
      /** The organisation that brought it. Default: it belongs to all. */
      readonly owner?: string | undefined
    }
    readonly answer: Server
  }
  /** One server with its meetings */
  'GET /servers/{id}': {
    readonly params: { readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: ServerDetails
  }
  /** Remove a server that was added at run time */
  'DELETE /servers/{id}': {
    readonly params: { readonly id: string }
    readonly query: { readonly force?: string | undefined } | undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Say which organisation brought a server; it holds for meetings that begin from now on */
  'PUT /servers/{id}/owner': {
    readonly params: { readonly id: string }
    readonly query: undefined
    readonly body: {
      readonly owner: string | null
    }
    readonly answer: Server
  }
  /** Enable, drain or disable a server; the decision survives restarts */
  'PUT /servers/{id}/state': {
    readonly params: { readonly id: string }
    readonly query: { readonly force?: string | undefined } | undefined
    readonly body: {
      /** "draining" keeps its meetings but gets no new ones, "disabled" is not even asked. */
      readonly state: 'enabled' | 'draining' | 'disabled'
    }
    readonly answer: Server
  }
  /** Report that your own job has succeeded: for programs */
  'POST /service-accounts/me/success': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Who you are */
  'GET /session': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: Session
  }
  /** Sign out on this device */
  'DELETE /session': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** Where you are signed in, the latest used first */
  'GET /sessions': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly sessions: readonly ({
        readonly id: string
        /** What the browser calls itself. */
        readonly agent: string
        readonly isThisOne: boolean
        readonly createdAt: string | null
        /** To the minute. */
        readonly lastSeenAt: string | null
        readonly expiresAt: string | null
      })[]
    }
  }
  /** Sign out on one device of yours */
  'DELETE /sessions/{id}': {
    readonly params: { readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
  /** The public key with which statements of this installation are verified */
  'GET /statement-key': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly publicKey: string
    }
  }
  /** What is running */
  'GET /status': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: Status
  }
  /** The API tokens, without what they are */
  'GET /tokens': {
    readonly params: undefined
    readonly query: undefined
    readonly body: undefined
    readonly answer: {
      readonly tokens: readonly (Token)[]
    }
  }
  /** Make an API token */
  'POST /tokens': {
    readonly params: undefined
    readonly query: undefined
    readonly body: {
      readonly name: string
      /** "read" looks, "manage" also changes. */
      readonly scope: 'read' | 'manage'
      readonly expiresInDays?: number | undefined
    }
    readonly answer: NewToken
  }
  /** Remove an API token; it opens nothing from now on */
  'DELETE /tokens/{id}': {
    readonly params: { readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly answer: null
  }
}
