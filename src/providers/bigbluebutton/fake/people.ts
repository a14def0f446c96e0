import type { Meeting } from './meeting.ts'
import type { PracticeServer } from './server.ts'

export interface PeopleOptions {
  /** About so many people come to every meeting. */
  readonly perMeeting: number
  /** Where chance comes from, 0 to 1. */
  readonly random?: (() => number) | undefined
  /** Milliseconds between two moments at which people come and go. */
  readonly intervalMs?: number
}

/** People who come and go by themselves. `step` is one such moment; it also happens by itself until disposed. */
export interface SimulatedPeople extends Disposable {
  step(): void
}

const names = [
  ...'Amina Béla Chidi Dolores Emre Fatou Goran Hana Ines Jun Kateryna Lucía Malik'.split(' '),
  ...'Noor Olu Priya Quyên Rosa Sami Tove Uche Vera Wanjiru Ximena Yusuf Zoë'.split(' '),
]

/** How many of these moments nobody real need be present before the simulated people go home. */
const patience = 30

/** Fills the meetings of these servers with people until disposed. Its timer does not keep the process alive. */
export function simulatePeople(
  servers: PracticeServer | readonly PracticeServer[],
  { perMeeting, random = Math.random, intervalMs = 2_000 }: PeopleOptions,
): SimulatedPeople {
  const all = [servers].flat()
  const waits = new WeakMap<Meeting, number>()
  const timer = setInterval(step, intervalMs).unref()
  return { step, [Symbol.dispose]: () => clearInterval(timer) }

  function step(): void {
    for (const server of all) {
      for (const meeting of server.meetings()) if (meeting.endTime === 0) stepMeeting(server, meeting)
    }
  }

  /** Attendance swings around the wanted number; once all real people are gone for a while, it dwindles to nothing. */
  function stepMeeting(server: PracticeServer, meeting: Meeting): void {
    const simulated = [...meeting.people.values()].filter((person) => person.simulated)
    const alone = simulated.length === meeting.people.size
    const waited = alone ? (waits.get(meeting) ?? 0) + 1 : 0
    waits.set(meeting, waited)

    const wanted = waited > patience ? 0 : Math.round(perMeeting * (0.75 + random() * 0.5))
    if (simulated.length < wanted) come(server, meeting)
    const leaving = simulated[Math.floor(random() * simulated.length)]
    if (leaving && simulated.length > wanted) server.leaveUser(meeting.meetingId, leaving.userId)
  }

  function come(server: PracticeServer, meeting: Meeting): void {
    const name = names[Math.floor(random() * names.length)] ?? 'Noor'
    const voice = random() < 0.6
    const role = random() < 0.1 ? 'MODERATOR' : 'VIEWER'
    server.joinUser(meeting.meetingId, { name, role, voice, listening: !voice, video: random() < 0.4, simulated: true })
  }
}
