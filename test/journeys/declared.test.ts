import { afterAll, beforeAll, expect, test } from 'vitest'
import { hyphaSections } from '../hypha.ts'
import { type RestRig, restRig } from '../rest.ts'

let coop: RestRig

beforeAll(async () => {
  coop = await restRig({ servers: 0, extra: hyphaSections() })
})
afterAll(() => coop[Symbol.asyncDispose]())

test('the machines of the file are told by host and environment, with what runs on them', async () => {
  const { status, body } = await coop.local('GET', '/api/v1/machines')
  expect(status).toBe(200)
  const { machines, services } = body as { machines: Record<string, unknown>[]; services: Record<string, unknown>[] }
  expect(machines.find(({ name }) => name === 'web1.staging.example.coop')).toMatchObject({
    machine: 'web1',
    environment: 'staging',
    host: 'kvm1',
    vmid: 8003,
    backup: null,
    addresses: [{ ipv4: '10.0.2.3/24', word: 'HyphaSTG' }],
    services: ['website', 'nginx', 'link-shortener', 'vision'],
  })
  expect(services.find(({ id }) => id === 'nginx')).toMatchObject({
    neededBy: ['website', 'link-shortener', 'vision', 'mycel', 'gateway'],
  })
})

test('the roadmap is told as minutes write it, and the month in which the memory is passed', async () => {
  const roadmap = await coop.local('GET', '/api/v1/roadmap')
  expect(roadmap.body['notation']).toContain('- VM5: backup server 💧💾💾 (August)\n')
  const capacity = await coop.local('GET', '/api/v1/capacity')
  expect(capacity.body).toMatchObject({
    hosts: [{ sentence: 'Our server in Beauharnois: 64 GiB are passed in September 2020, with 66 GiB.' }],
    costs: [{ totals: [{ amount: 8970, currency: 'CAD' }] }, {}, {}, {}, {}, {}],
  })
})

test.each(['roadmap', 'capacity'])('%s is drawn, in the language asked for', async (name) => {
  const { status, headers, text } = await coop.local('GET', `/api/v1/${name}.svg?theme=dark&language=fr`)
  expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
  expect(text).toMatch(/^<svg [^>]*role="img"/)
  expect(text).toContain(name === 'roadmap' ? 'ce qui vient quand' : 'septembre 2020')
})
