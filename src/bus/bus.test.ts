import { expect, test } from 'vitest'
import { createBus } from './bus.ts'

interface Events {
  joined: { name: string }
  ended: undefined
}

test('every listener of an event hears it, in order, and no other does', () => {
  const heard: string[] = []
  const bus = createBus<Events>(() => {})
  bus.on('joined', ({ name }) => heard.push(`first ${name}`))
  bus.on('joined', ({ name }) => heard.push(`second ${name}`))
  bus.on('ended', () => heard.push('ended'))
  bus.emit('joined', { name: 'Ada' })
  expect(heard).toEqual(['first Ada', 'second Ada'])
})

test('a listener that went hears nothing more, and the same function may listen twice', () => {
  let heard = 0
  const bus = createBus<Events>(() => {})
  const listen = () => void heard++
  const leave = bus.on('ended', listen)
  bus.on('ended', listen)
  bus.emit('ended', undefined)
  leave()
  leave()
  bus.emit('ended', undefined)
  expect(heard).toBe(3)
})

test('a listener that throws is reported and the others are still told', () => {
  const reported: unknown[] = []
  const heard: string[] = []
  const bus = createBus<Events>((error, name) => reported.push([error, name]))
  const failure = new Error('spilled the tea')
  bus.on('joined', () => {
    throw failure
  })
  bus.on('joined', ({ name }) => heard.push(name))
  bus.emit('joined', { name: 'Ada' })
  expect(reported).toEqual([[failure, 'joined']])
  expect(heard).toEqual(['Ada'])
})

test('an asynchronous listener that rejects is reported', async () => {
  const failure = new Error('too late')
  const reported = await new Promise((resolve) => {
    const bus = createBus<Events>(resolve)
    bus.on('ended', () => Promise.reject(failure))
    bus.emit('ended', undefined)
  })
  expect(reported).toBe(failure)
})

test('a listener registered while an event is told hears only the next one', () => {
  const heard: string[] = []
  const bus = createBus<Events>(() => {})
  bus.on('joined', () => void bus.on('joined', ({ name }) => heard.push(name)))
  bus.emit('joined', { name: 'Ada' })
  expect(heard).toEqual([])
  bus.emit('joined', { name: 'Grace' })
  expect(heard).toEqual(['Grace'])
})
