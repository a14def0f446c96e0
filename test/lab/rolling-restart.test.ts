import { describe, expect, test } from 'vitest'
import { callApi, startInstallation, whyNoLab } from './installation.ts'
import { startProxy } from './proxies.ts'

const missing = whyNoLab('nginx', 'haproxy')
if (missing) process.stderr.write(`skipped: rolling restarts (${missing})\n`)

describe.skipIf(missing)('two replicas behind a proxy', () => {
  test.each(['nginx', 'haproxy'] as const)(
    'are restarted one after the other under load behind %s without a failed join',
    { timeout: 90_000 },
    async (kind) => {
      await using installation = await startInstallation({ servers: 2, replicas: 2 })
      await using proxy = await startProxy(kind, installation)
      for (let i = 0; i < 10; i++) await callApi(proxy.url, 'create', `name=Room&meetingID=r${i}`)

      const load = { done: false, joins: 0, failed: [] as string[] }
      const people = Array.from({ length: 16 }, async (_, i) => {
        while (!load.done) {
          const where = await callApi(proxy.url, 'join', `fullName=P&meetingID=r${i % 10}&role=VIEWER`).catch(String)
          load.joins += 1
          if (!where.includes('/join?')) load.failed.push(where)
        }
      })
      for (const replica of installation.replicas) {
        replica.signal('SIGTERM')
        await replica.ended
        await replica.start()
      }
      load.done = true
      await Promise.all(people)
      expect(load.joins).toBeGreaterThan(1000)
      expect(load.failed).toEqual([])
    },
  )
})
