import { Gauge, type Registry } from 'prom-client'
import type { Context } from '../../meetings/context.ts'
import type { RecordingsOnServer } from '../../meetings/recordings/on-servers.ts'

const gauges: readonly [name: string, help: string, measure: (server: RecordingsOnServer) => number | undefined][] = [
  ['recordings', 'Recordings on the server, as it told last.', ({ recordings }) => recordings],
  ['recording_bytes', 'Bytes of the recordings on the server.', ({ bytes }) => bytes],
  ['unknown_recordings', 'Recordings on the server of no organisation that we know.', (of) => of.unknownRecordings],
  ['unknown_recording_bytes', 'Bytes of these.', ({ unknownBytes }) => unknownBytes],
  ['unsized_recordings', 'Recordings on the server that tell no size.', (of) => of.unsizedRecordings],
  ['recordings_untold', 'Whether the server could not be asked for its recordings last.', (of) => (of.problem ? 1 : 0)],
]

/** What the servers of the pool told of their recordings when they were asked last: from memory, so that it is told without the database. */
export function measureRecordings(registry: Registry, context: Context): void {
  for (const [name, help, measure] of gauges) {
    const gauge = new Gauge({
      name: `mycel_server_${name}`,
      help,
      labelNames: ['server'],
      registers: [],
      collect() {
        this.reset()
        for (const one of context.storage.servers()) {
          const value = measure(one)
          if (value !== undefined) this.set({ server: one.server }, value)
        }
      },
    })
    registry.registerMetric(gauge)
  }
}
