import { afterAll, beforeAll } from 'vitest'
import { describeHomeserver, type TestHomeserver } from '../matrix.ts'
import { findSynapse, startSynapse } from './synapse.ts'

const python = findSynapse()

if (python === undefined) {
  process.stderr.write('skipped: chat retention with a real Synapse (none in .mycel/synapse; see docs/admin/chat.md)\n')
} else {
  let synapse: TestHomeserver | undefined
  beforeAll(async () => {
    synapse = await startSynapse(python)
  }, 60_000)
  afterAll(() => synapse?.[Symbol.asyncDispose]())
  // One for all: it takes seconds to start.
  describeHomeserver('a real Synapse', async () => {
    if (!synapse) throw new Error('Synapse is not there')
    return { ...synapse, [Symbol.asyncDispose]: async () => {} }
  })
}
