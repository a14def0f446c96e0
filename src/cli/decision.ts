import { printable, renderTable } from '../lib/table.ts'
import type { MeetingDetailsAnswer } from './answers.ts'
import { count, moment } from './show.ts'
import type { Terminal } from './terminal.ts'

/** Why a meeting is on its server: a sentence, the servers that were considered, and why others were not. */
export function explainDecision(meeting: MeetingDetailsAnswer, terminal: Terminal): string[] {
  const id = printable(meeting.meetingId)
  const { server, size, sizeFrom, at, because, considered, excluded } = meeting.decision
  const moved = meeting.server === server ? '' : ` It has moved to ${meeting.server} since.`
  const rows = considered.map((one) => [
    one.server,
    `${one.load}`,
    `${one.load + size}`,
    `${one.capacity}`,
    one.score.toFixed(2),
    one.preferred ? 'yes' : 'no',
  ])
  const heading = ['server', 'seats before', 'with it', 'of', 'fullness', 'preferred']
  const left = Object.entries(excluded).map(([reason, number]) => `${count(number, 'server')} left out: ${reason}`)
  return [
    `${id} is on ${server} because it was ${because}.${moved}`,
    `Decided ${moment(at, terminal)}, for ${count(size, 'seat')} (${sizeFrom}).`,
    '',
    renderTable(heading, rows, { right: ['seats before', 'with it', 'of', 'fullness'] }),
    ...left,
  ]
}
