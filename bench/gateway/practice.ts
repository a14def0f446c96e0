import { type PracticeCluster, startPracticeCluster } from '../../src/providers/bigbluebutton/fake/cluster.ts'
import { runSubject } from '../subject.ts'

const open: { cluster?: PracticeCluster } = {}

runSubject({
  async start({ count }: { count: number }) {
    open.cluster = await startPracticeCluster({ count, secret: 'a-secret-of-the-servers' })
    for (const server of open.cluster.servers) server.inject('create', { latencyMs: 5 })
  },
  urls: () => open.cluster?.servers.map(({ url }) => url),
  /** Puts so many people into every meeting. */
  fill({ attendees }: { attendees: number }) {
    for (const server of open.cluster?.servers ?? []) {
      for (const { meetingId } of server.meetings()) {
        for (let i = 0; i < attendees; i++) {
          server.joinUser(meetingId, { name: `Attendee ${i + 1}`, role: i === 0 ? 'MODERATOR' : 'VIEWER' })
        }
      }
    }
  },
  calls: () => open.cluster?.servers.reduce((sum, { requests }) => sum + requests.length, 0),
})
