import { setInterval } from 'node:timers'
import { type PracticeCluster, startPracticeCluster } from '../../src/providers/bigbluebutton/fake/cluster.ts'
import { runSubject } from '../subject.ts'

const open: { cluster?: PracticeCluster; coming?: NodeJS.Timeout } = {}
const servers = () => open.cluster?.servers ?? []

runSubject({
  async start({ count }: { count: number }) {
    open.cluster = await startPracticeCluster({ count, secret: 'a-secret-of-the-servers' })
    for (const server of open.cluster.servers) server.inject('create', { latencyMs: 5 })
  },
  urls: () => servers().map(({ url }) => url),
  /** Puts so many people into every meeting. */
  fill({ attendees }: { attendees: number }) {
    for (const server of servers()) {
      for (const { meetingId } of server.meetings()) {
        for (let i = 0; i < attendees; i++) {
          server.joinUser(meetingId, { name: `Attendee ${i + 1}`, role: i === 0 ? 'MODERATOR' : 'VIEWER' })
        }
      }
    }
  },
  /** From now on so many people a second come, and as many go, each into or out of another meeting. */
  comeAndGo({ perSecond }: { perSecond: number }) {
    clearInterval(open.coming)
    const rooms = servers().flatMap((server) => server.meetings().map(({ meetingId }) => ({ server, meetingId })))
    const state = { turn: 0 }
    const next = () => rooms[(state.turn++ * 7919) % rooms.length]
    open.coming = setInterval(() => {
      for (let i = 0; i < perSecond; i++) {
        const [into, outOf] = [next(), next()]
        into?.server.joinUser(into.meetingId, { name: `Latecomer ${state.turn}` })
        const [first] =
          outOf?.server
            .meetings()
            .find(({ meetingId }) => meetingId === outOf.meetingId)
            ?.people.values() ?? []
        if (outOf && first) outOf.server.leaveUser(outOf.meetingId, first.userId)
      }
    }, 1000)
  },
  /** How often each server was asked for its meetings since that time, and the longest that one was left alone. */
  looks({ since }: { since: number }) {
    const times = servers().map(({ requests }) =>
      requests.filter(({ call, time }) => call === 'getMeetings' && time >= since).map(({ time }) => time),
    )
    const counts = times.map(({ length }) => length)
    const gaps = times.flatMap((some) => some.slice(1).map((time, i) => time - (some[i] ?? 0)))
    return {
      fewest: Math.min(...counts),
      most: Math.max(...counts),
      longestGap: gaps.reduce((a, b) => Math.max(a, b), 0),
    }
  },
})
