import { expect, test } from 'vitest'
import { keepHouse } from './housekeeping.ts'

test('a chore that fails is said and does not keep the others from being done', async () => {
  await using stack = new AsyncDisposableStack()
  const done: string[] = []
  const said: string[] = []
  const log = { debug() {}, info() {}, error() {}, warn: (_: object, message: string) => said.push(message) }
  const fail = () => Promise.reject(new Error('no'))
  const note = async () => void done.push('b')
  await keepHouse(
    { log },
    [
      { what: 'a', run: fail },
      { what: 'b', run: note },
    ],
    stack,
  )
  expect(done).toEqual(['b'])
  expect(said).toEqual(['a could not be deleted yet'])
})
