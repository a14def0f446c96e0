import { count, moment, printTable } from './show.ts'
import { print, type Terminal } from './terminal.ts'

export interface ChatAnswer {
  readonly configured: boolean
  readonly homeserver: string | null
  readonly schedule: string | null
  readonly zone: string | null
  readonly nextAt: string | null
  readonly rooms: readonly RoomAnswer[]
}

interface RoomAnswer {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly retention: string
  readonly consent: string | null
  readonly hold: { readonly reason: string; readonly by: string } | null
  readonly standing: string
  readonly noticeUntil: string | null
  readonly last: PurgeAnswer | null
}

interface PurgeAnswer {
  readonly name: string
  readonly state: string
  readonly reason: string | null
  readonly found: number | null
  readonly remaining: number | null
  readonly mediaDeleted: number | null
  readonly reportTrouble: string | null
  readonly tries: number
  readonly changedAt: string | null
}

export interface RunAnswer {
  readonly id: string
  readonly askedBy: string
  readonly state: string
  readonly createdAt: string | null
  readonly serverMedia: Readonly<Record<string, unknown>> | null
  readonly purges: readonly PurgeAnswer[]
}

export type PreviewAnswer =
  | {
      readonly room: string
      readonly name: string
      readonly standing: string
      readonly cutoff: string
      readonly messages: number
      readonly oldest: string | null
      readonly files: number
      readonly keepsLast: boolean
    }
  | { readonly room: string; readonly name: string; readonly trouble: string }

/** Prints the list of rooms, and when the next run is. */
export function printChat(terminal: Terminal, chat: ChatAnswer): void {
  if (!chat.configured) {
    terminal.err.write('coop.yaml says nothing of a chat. See docs/admin/chat.md for what to write.\n')
    return
  }
  const rows = chat.rooms.map((room) => [
    room.name,
    room.owner,
    room.retention,
    room.consent ?? '-',
    standing(room, terminal),
    room.last ? `${room.last.state} ${moment(room.last.changedAt, terminal)}` : '-',
    room.id,
  ])
  const none = 'The list of rooms is empty: add some to chat.rooms in coop.yaml.'
  printTable(terminal, ['room', 'owner', 'keeps', 'consent', 'a run', 'last', 'id'], rows, { none })
  print(terminal, `Next run ${moment(chat.nextAt, terminal)} (${chat.schedule}, ${chat.zone}), at ${chat.homeserver}.`)
}

/** Prints what would be deleted. */
export function printPreviews(terminal: Terminal, previews: readonly PreviewAnswer[]): void {
  const rows = previews.map((one) =>
    'trouble' in one
      ? [one.name, '?', '?', '-', one.trouble]
      : [
          one.name,
          String(one.messages),
          String(one.files),
          one.oldest?.slice(0, 10) ?? '-',
          `${meanings[one.standing] ?? one.standing}${one.keepsLast ? '; the newest message stays, it is the last' : ''}`,
        ],
  )
  printTable(terminal, ['room', 'messages', 'files', 'oldest', 'a run'], rows, {
    right: ['messages', 'files'],
    none: 'The list of rooms is empty.',
  })
  const sum = previews.reduce((all, one) => all + ('trouble' in one ? 0 : one.messages), 0)
  print(terminal, `${count(sum, 'message')} ${sum === 1 ? 'is' : 'are'} old enough. Nothing was deleted.`)
}

/** Prints what a run did, room by room. */
export function printRun(terminal: Terminal, run: RunAnswer): void {
  printTable(terminal, heading, run.purges.map(row), {
    right: ['deleted', 'left', 'files'],
    none: 'No room was wanted.',
  })
  for (const { name, reportTrouble } of run.purges) {
    if (reportTrouble !== null) terminal.err.write(`${name} was not told: ${reportTrouble}\n`)
  }
  if (run.serverMedia) print(terminal, `Files of the whole homeserver: ${JSON.stringify(run.serverMedia)}`)
}

/** Prints runs, newest first. */
export function printRuns(terminal: Terminal, runs: readonly RunAnswer[]): void {
  const rows = runs.flatMap((run) =>
    run.purges.map((purge) => [moment(run.createdAt, terminal), run.askedBy, ...row(purge)]),
  )
  const right = ['deleted', 'left', 'files']
  printTable(terminal, ['when', 'asked by', ...heading], rows, { right, none: 'Nothing was deleted yet.' })
}

const heading = ['room', 'state', 'deleted', 'left', 'files', 'why']

function row({ name, state, found, remaining, mediaDeleted, reason }: PurgeAnswer): string[] {
  const deleted = found === null || remaining === null ? '-' : String(found - remaining)
  return [name, state, deleted, String(remaining ?? '-'), String(mediaDeleted ?? '-'), reason ?? '']
}

const meanings: Readonly<Record<string, string>> = {
  due: 'deletes',
  held: 'leaves it alone: held',
  'no-consent': 'leaves it alone: no consent date',
  unannounced: 'tells the room first',
  announced: 'waits: the notice is not over',
}

function standing({ standing: kind, hold, noticeUntil }: RoomAnswer, terminal: Terminal): string {
  if (hold) return `held by ${hold.by}: ${hold.reason}`
  if (kind === 'announced') return `waits, deletes ${moment(noticeUntil, terminal)}`
  return meanings[kind] ?? kind
}
