import { createReader, open } from '../load.ts'

export interface StormResult {
  readonly count: number
  readonly failed: number
  readonly seconds: number
  /** Milliseconds, ascending. */
  readonly times: readonly number[]
}

/** Makes so many calls, each once, in turn at each of the ports, over bare sockets that are kept open. */
export async function storm(
  ports: readonly number[],
  count: number,
  connections: number,
  target: (i: number) => string,
): Promise<StormResult> {
  const state = { next: 0, failed: 0 }
  const times: number[] = []
  const work = async (port: number) => {
    const socket = await open(port)
    const reader = createReader(socket)
    while (state.next < count) {
      const request = `GET ${target(state.next++)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`
      const before = performance.now()
      socket.write(request)
      const { status, head } = await reader.next()
      times.push(performance.now() - before)
      if (status !== 302 && !head.includes('SUCCESS')) state.failed += 1
    }
    socket.destroy()
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, (_, i) => work(ports[i % ports.length] ?? 0)))
  const seconds = (performance.now() - started) / 1000
  return { count, failed: state.failed, seconds, times: times.toSorted((a, b) => a - b) }
}

export function printStorm(name: string, { count, failed, seconds, times }: StormResult): void {
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(0)
  console.log(
    `${name}: ${count} in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)}/s, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${failed} failed`,
  )
}
