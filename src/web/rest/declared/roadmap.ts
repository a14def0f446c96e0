import { z } from 'zod'
import type { Config } from '../../../config/config.ts'
import { capacityOf, type Load } from '../../../machines/capacity.ts'
import { costsOf } from '../../../machines/money.ts'
import { describe, drawCapacity } from '../../../machines/pictures/capacity.ts'
import { describeRoadmap, drawRoadmap } from '../../../machines/pictures/roadmap.ts'
import { printRoadmap } from '../../../machines/roadmap/notation.ts'
import { type RoadmapEntry, roadmapOf, writeRoadmap } from '../../../machines/roadmap/roadmap.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures } from '../api.ts'

const tags = ['machines']
const month = z.string().nullable().describe('2020-06; null for none.')

const part = z.object({
  service: z.string(),
  text: z.string(),
  status: z.enum(['planned', 'staging', 'production', 'retired']),
  month,
  slip: z.int(),
})

const entry = z.object({
  machine: z.string(),
  label: z.string(),
  parts: z.array(part),
  weight: z.string().describe('💧 for memory, 💾 for disk.'),
  month,
  promised: month,
  slip: z.int().describe('Months after the first promise; negative when before.'),
})

const roadmapAnswer = z
  .object({
    planned: z.array(entry),
    withoutPlans: z.array(entry),
    retired: z.array(entry),
    notation: z.string().describe('As minutes write it.'),
    description: z.string().describe('What the picture shows, in words.'),
  })
  .meta({ id: 'Roadmap' })

const use = z.object({ used: z.int(), limit: z.number() })

const load = z.object({
  month,
  arrivals: z.array(z.string()),
  memory: use.describe('MiB'),
  cores: use,
  storages: z.array(use.extend({ id: z.string() })).describe('MiB'),
})

const capacityAnswer = z
  .object({
    hosts: z.array(
      z.object({
        host: z.string(),
        name: z.string(),
        sentence: z.string().describe('Whether its memory suffices, and until when.'),
        months: z.array(load),
        now: load.describe('With all machines that are there now.'),
        everything: load.describe('With all that is planned without a month too.'),
      }),
    ),
    costs: z.array(
      z.object({
        month,
        totals: z.array(z.object({ amount: z.int().describe('Cents'), currency: z.string() })),
      }),
    ),
  })
  .meta({ id: 'Capacity' })

const look = z.strictObject({
  theme: z.enum(['auto', 'light', 'dark']).default('auto'),
  language: z.enum(['en', 'fr']).default('en'),
})

/** The roadmap and the capacity of the file, as data and as pictures. Who may: whoever sees the installation. */
export function serveRoadmap(api: Api, { declared }: Installation): void {
  const about = { tags, summary: 'What comes when, against what was promised' }
  api.get('/roadmap', { schema: { ...about, response: { 200: roadmapAnswer, ...failures } } }, () =>
    viewRoadmap(declared),
  )
  const fits = { tags, summary: 'What is promised on each host, month by month, and what it costs' }
  api.get('/capacity', { schema: { ...fits, response: { 200: capacityAnswer, ...failures } } }, () =>
    viewCapacity(declared),
  )
  servePictures(api, declared)
}

function viewRoadmap(declared: Config): z.infer<typeof roadmapAnswer> {
  const roadmap = roadmapOf(declared)
  return {
    planned: roadmap.planned.map(viewEntry),
    withoutPlans: roadmap.withoutPlans.map(viewEntry),
    retired: roadmap.retired.map(viewEntry),
    notation: printRoadmap(writeRoadmap(roadmap)),
    description: describeRoadmap(roadmap),
  }
}

function viewCapacity(declared: Config): z.infer<typeof capacityAnswer> {
  return {
    hosts: capacityOf(declared).hosts.map((capacity) => ({
      host: capacity.host.id,
      name: capacity.host.name,
      sentence: describe(capacity),
      months: capacity.months.map(viewLoad),
      now: viewLoad(capacity.now),
      everything: viewLoad(capacity.everything),
    })),
    costs: costsOf(declared).map(({ month: when, totals }) => ({ month: when ?? null, totals: [...totals] })),
  }
}

function servePictures(api: Api, declared: Config): void {
  const svg = 'image/svg+xml'
  const schema = (summary: string) => ({
    summary,
    tags,
    querystring: look,
    response: { 200: { content: { [svg]: { schema: z.string() } } }, ...failures },
  })
  api.get('/roadmap.svg', { schema: schema('The roadmap as a picture') }, async ({ query }, reply) => {
    return await reply.type(svg).send(drawRoadmap(declared.coop.name, roadmapOf(declared), query))
  })
  api.get(
    '/capacity.svg',
    { schema: schema('Memory of each host, month by month, as a picture') },
    async ({ query }, reply) => {
      return await reply.type(svg).send(drawCapacity(capacityOf(declared), query))
    },
  )
}

function viewEntry({
  machine,
  label,
  parts,
  weight,
  month: comes,
  promised,
  slip,
}: RoadmapEntry): z.infer<typeof entry> {
  return {
    machine,
    label,
    parts: parts.map((one) => ({
      service: one.service,
      text: one.text,
      status: one.status,
      month: one.month ?? null,
      slip: one.slip,
    })),
    weight: weight?.text ?? '',
    month: comes ?? null,
    promised: promised ?? null,
    slip,
  }
}

function viewLoad({ month: when, arrivals, memory, cores, storages }: Load): z.infer<typeof load> {
  return {
    month: when ?? null,
    arrivals: [...arrivals],
    memory,
    cores,
    storages: storages.map(({ id, used, limit }) => ({ id, used, limit })),
  }
}
