import { expect, test } from 'vitest'
import { readExposition } from '../../../test/exposition.ts'
import { createCallCounters } from './call-metrics.ts'

test('calls are counted by outcome and sorted into buckets that add up', () => {
  const counters = createCallCounters()
  for (const seconds of [0.0001, 0.0005, 0.0006, 0.3, 99]) counters.record('join', 'success', seconds)
  counters.record('join', 'notFound', 0.001)

  const samples = readExposition(counters.render())
  const value = (name: string, labels: object) =>
    samples.find((sample) => sample.name === name && JSON.stringify(sample.labels) === JSON.stringify(labels))?.value
  expect(value('mycel_bbb_requests_total', { call: 'join', outcome: 'success' })).toBe(5)
  expect(value('mycel_bbb_requests_total', { call: 'join', outcome: 'notFound' })).toBe(1)
  const name = 'mycel_bbb_request_duration_seconds'
  const buckets = ['0.0005', '0.001', '0.25', '0.5', '10', '+Inf'].map((le) =>
    value(`${name}_bucket`, { call: 'join', le }),
  )
  expect(buckets).toEqual([2, 4, 4, 5, 5, 6])
  expect(value(`${name}_count`, { call: 'join' })).toBe(6)
  expect(value(`${name}_sum`, { call: 'join' })).toBeCloseTo(99.3022, 6)
})

test('whatever strangers ask for, labels stay few', () => {
  const counters = createCallCounters()
  for (let i = 0; i < 1000; i++) counters.record(`call-${i}"}\n`, `outcome-${i}`, 0.001)
  counters.record('__proto__', 'constructor', 0.001)
  counters.record('', 'success', 0.001)
  counters.record('join', 'upstream', 0.001)

  const counts = readExposition(counters.render()).filter(({ name }) => name === 'mycel_bbb_requests_total')
  expect(counts).toEqual([
    { name: 'mycel_bbb_requests_total', labels: { call: 'unknown', outcome: 'other' }, value: 1001 },
    { name: 'mycel_bbb_requests_total', labels: { call: 'index', outcome: 'success' }, value: 1 },
    { name: 'mycel_bbb_requests_total', labels: { call: 'join', outcome: 'other' }, value: 1 },
  ])
})
