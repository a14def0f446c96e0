import { z } from 'zod'
import { countServers, takesMeetings } from '../../meetings/server-counts.ts'
import { isAlarming, readServiceStates } from '../../people/service-alarms.ts'
import { type Installation, whyNotReady } from '../installation.ts'
import { type Api, failures, toIso } from './api.ts'
import { moment } from './fields.ts'

const status = z
  .object({
    version: z.string(),
    startedAt: moment,
    url: z.string().describe('Where others reach this installation.'),
    database: z.enum(['embedded', 'memory', 'postgres']),
    practice: z.boolean().describe('Whether it runs on servers for practice.'),
    ready: z.boolean(),
    servers: z.int(),
    serversBy: z
      .object({ online: z.int(), suspect: z.int(), offline: z.int(), unknown: z.int(), disabled: z.int() })
      .describe('How many of the servers are in each condition; those that are disabled are not looked at.'),
    takesMeetings: z.boolean().describe('Whether any server takes new meetings.'),
    meetings: z.int(),
    people: z.int(),
    serviceAlarms: z.int().describe('Service accounts that are overdue, or whose owners are gone.'),
  })
  .meta({ id: 'Status' })

export function serveStatus(api: Api, installation: Installation): void {
  const { clock, directory, pool } = installation.gateway.context
  api.get(
    '/status',
    { schema: { summary: 'What is running', tags: ['status'], response: { 200: status, ...failures } } },
    async () => ({
      version: installation.version,
      startedAt: toIso(installation.startedAt),
      url: installation.url(),
      database: installation.database,
      practice: pool.list().some(({ origin }) => origin === 'practice'),
      ready: (await whyNotReady(installation)).length === 0,
      servers: pool.list().length,
      serversBy: countServers(pool.list()),
      takesMeetings: takesMeetings(pool.list(), clock.elapsed()),
      meetings: directory.size,
      serviceAlarms: (await readServiceStates(installation.people)).filter(isAlarming).length,
      people: [...directory.all()].reduce((sum, { facts }) => sum + (facts?.participants ?? 0), 0),
    }),
  )
}
