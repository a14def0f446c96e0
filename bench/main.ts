/** `npm run bench -- NAME`: prints figures measured in one run, as ratios against ceilings measured in the same run. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  placement: async () => (await import('./placement.ts')).benchPlacement(),
  gateway: async () => (await import('./gateway/bench.ts')).benchGateway(),
  cluster: async () => (await import('./cluster/bench.ts')).benchCluster(),
  notes: async () => (await import('./notes.ts')).benchNotes(),
  polling: async () => (await import('./cluster/polling.ts')).benchPolling(),
  links: async () => (await import('./links/bench.ts')).benchLinks(),
  plan: async () => (await import('./plan.ts')).benchPlan(),
}

const name = process.argv[2] ?? ''
const bench = benches[name]
if (bench) {
  await bench()
} else {
  console.error(`usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}`)
  process.exitCode = 64
}
