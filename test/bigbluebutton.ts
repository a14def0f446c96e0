import { Secret } from '../src/lib/secret.ts'
import type { ServerAccess } from '../src/meetings/servers.ts'
import { type PracticeServer, startPracticeServer } from '../src/providers/bigbluebutton/fake/server.ts'

/**
 * What we believe of a BigBlueButton server of today. The suite always runs against the practice server, which it keeps
 * honest; with MYCEL_LIVE_BBB=<api url>,<secret> it runs against a real server as well. What needs people in a meeting
 * cannot be asked of a real one, and is tested beside the practice server instead.
 */
export interface Target {
  readonly name: string
  start(): Promise<Pick<ServerAccess, 'url' | 'secret'> & Partial<AsyncDisposable>>
}

const [liveUrl, liveSecret] = process.env['MYCEL_LIVE_BBB']?.split(',') ?? []
const practice: Target = {
  name: 'a practice server',
  start: startWithRecording,
}
const live: Target[] =
  liveUrl && liveSecret
    ? [{ name: 'a real server', start: async () => ({ url: liveUrl, secret: new Secret(liveSecret) }) }]
    : []

export const targets: readonly Target[] = [practice, ...live]

/** With something to list, as a real server that is in use has. */
async function startWithRecording(): Promise<PracticeServer> {
  const server = await startPracticeServer({ name: 'practice-1', secret: 'k3yForTestsOnly' })
  server.preload([{ meetingId: 'recorded', attendees: 1 }])
  server.endMeeting('recorded')
  await server.finishRecording('recorded')
  return server
}
