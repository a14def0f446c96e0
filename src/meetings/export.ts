import { type ExportedFile, pages } from '../lib/exported.ts'
import { requireOrganisation } from './change-organisation.ts'
import type { Context } from './context.ts'

const pageSize = 1000

/** What is kept about an organisation and its meetings. Secrets are left out; people are pseudonyms here. */
export function exportMeetings(context: Context, organisation: string): ExportedFile[] {
  return [
    {
      name: 'organisation',
      about: 'The organisation as it was defined here, without its secrets.',
      async *rows() {
        const found = requireOrganisation(context, organisation)
        yield { ...found, secrets: undefined, checksums: [...found.checksums] }
      },
    },
    {
      name: 'meetings',
      about:
        'Its meetings, one instance a line. Times are milliseconds since 1970 (UTC); `peak` is the most people at once.',
      rows: () => meetingRows(context, organisation),
    },
    {
      name: 'attendance',
      about:
        'Who was in which meeting from when to when. `user_key` is a pseudonym: the same person in the same meeting has the same. `classes` says from when on somebody had what turned on.',
      rows: () => attendanceRows(context, organisation),
    },
    {
      name: 'recording-days',
      about:
        'What lay on the servers of its recordings, a line for each day (UTC), meeting and server. `held`: the server was not asked on that day, and the last one before counts.',
      rows: () => recordingRows(context, organisation),
    },
  ]
}

function meetingRows({ database }: Context, organisation: string) {
  const columns = ['instance', 'meeting_id', 'name', 'server', 'reserved', 'peak', 'created_at', 'ended_at'] as const
  return pages<{ instance: string }>((last) =>
    database.read((db) => {
      const query = db.selectFrom('meetings').select(columns).where('organisation', '=', organisation)
      const rest = last ? query.where('instance', '>', last.instance) : query
      return rest.orderBy('instance').limit(pageSize).execute()
    }),
  )
}

function attendanceRows({ database }: Context, organisation: string) {
  return pages<{ id: number }>((last) =>
    database.read((db) => {
      const query = db.selectFrom('attendance').selectAll().where('organisation', '=', organisation)
      const rest = last ? query.where('id', '>', last.id) : query
      return rest.orderBy('id').limit(pageSize).execute()
    }),
  )
}

function recordingRows({ database }: Context, organisation: string) {
  const keys = ['day', 'server', 'meeting_id'] as const
  const columns = [...keys, 'recordings', 'bytes', 'held'] as const
  return pages<{ day: string; server: string; meeting_id: string }>((last) =>
    database.read((db) => {
      const query = db.selectFrom('recording_days').select(columns).where('organisation', '=', organisation)
      const rest = last
        ? query.where((eb) => eb(eb.refTuple(...keys), '>', eb.tuple(last.day, last.server, last.meeting_id)))
        : query
      return rest.orderBy('day').orderBy('server').orderBy('meeting_id').limit(pageSize).execute()
    }),
  )
}
