import { json } from '../../src/db/tables.ts'
import { closeDueMonths } from '../../src/ledger/close-month.ts'
import type { Gateway } from '../../src/meetings/gateway.ts'
import type { Rig } from '../rig.ts'

const day = 86_400_000
const minute = 60_000
const days = 75

/** The meetings of a week: the room, whose it is, on which days, from when, for how long, and with how many people. */
const weekly = [
  ['Mathematics 7b', 'school', [1, 3, 5], 9, 50, 18],
  ['Assemblée générale', 'school', [2], 18, 95, 31],
  ['Stand-up', 'main', [1, 2, 3, 4, 5], 8, 15, 5],
  ['Members’ hall', 'main', [2, 6], 19, 120, 24],
  ['Board', 'housing', [4], 17, 75, 7],
] as const

/** Ten weeks of attendance, and the statements of the months that are over. */
export async function rememberMeetings({ app }: Pick<Rig, 'app'>): Promise<void> {
  const { clock, database } = app.gateway.context
  const today = clock.now() - (clock.now() % day)
  const rows = Array.from({ length: days }, (_, back) => today - (back + 1) * day).flatMap(staysOf)
  for (let i = 0; i < rows.length; i += 500) {
    await database.read((db) =>
      db
        .insertInto('attendance')
        .values(rows.slice(i, i + 500))
        .execute(),
    )
  }
  await rememberRecordings(app.gateway, today)
  await closeDueMonths(app.installation.ledger)
}

/** Two rooms are recorded: what lies on their server grows, and on some days nobody could ask it. */
async function rememberRecordings({ context }: Gateway, today: number): Promise<void> {
  const [server = 's1'] = context.pool.list().map(({ access }) => access.id)
  const rows = Array.from({ length: days }, (_, back) => back).flatMap((back) =>
    (['Members’ hall', 'Stand-up'] as const).map((room) => ({
      day: new Date(today - back * day).toISOString().slice(0, 10),
      server,
      organisation: 'main',
      meeting_id: room,
      recordings: 1 + Math.floor((days - back) / 7),
      bytes: (days - back) * 83_500_000,
      held: back % 20 === 3,
    })),
  )
  const look = { server, due_at: today + 2 * day, asked_at: today, day: new Date(today).toISOString().slice(0, 10) }
  await context.database.read(async (db) => {
    await db.insertInto('recording_days').values(rows).execute()
    await db.insertInto('recording_looks').values(look).execute()
  })
  await context.storage.count()
}

function staysOf(date: number) {
  const weekday = new Date(date).getUTCDay()
  return weekly.flatMap(([room, organisation, on, hour, minutes, people]) => {
    if (!(on as readonly number[]).includes(weekday)) return []
    const begin = date + hour * 60 * minute
    // Numbers go up and down with the weeks, the same in every run.
    const present = Math.max(2, Math.round(people * (0.75 + 0.25 * Math.sin(date / (9 * day)))))
    return Array.from({ length: present }, (_, person) => ({
      instance: `${room} ${date}`,
      organisation,
      meeting_id: room,
      user_key: `somebody ${person}`,
      role: 'VIEWER',
      joined_at: begin + (person % 5) * minute,
      left_at: begin + minutes * minute,
      last_seen_at: begin + minutes * minute,
      source: 'event',
      classes: json([[begin, person % 6 === 0 ? 'camera' : person % 3 === 0 ? 'speaking' : 'listening']]),
    }))
  })
}
