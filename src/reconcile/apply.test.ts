import { describe, expect, it } from 'vitest'
import { Problem } from '../lib/problem.ts'
import { apply, type Event } from './apply.ts'
import type { Step, Work } from './kind.ts'

const never = new AbortController().signal

function step(ref: string, run: Step['run'], more: Partial<Step> = {}): Step {
  const kind = ref.split('/')[0] ?? ''
  const rest = { differences: [], about: undefined, group: undefined, precious: false, guard: undefined }
  return { ref, kind, verb: 'create', after: [], ...rest, run, ...more }
}

/** Steps that write down when they begin and end, and wait until they are let go. */
function notebook() {
  const lines: string[] = []
  const gates = new Map<string, PromiseWithResolvers<void>>()
  return {
    lines,
    release: (ref: string) => gates.get(ref)?.resolve(),
    waiting(ref: string, more: Partial<Step> = {}): Step {
      const gate = Promise.withResolvers<void>()
      gates.set(ref, gate)
      const run = async () => {
        lines.push(`begin ${ref}`)
        await gate.promise
        lines.push(`end ${ref}`)
      }
      return step(ref, run, more)
    },
  }
}

const done = async () => {}
const fail = async () => {
  throw new Problem('upstream', 'the disk is full')
}

async function resultsOf(steps: readonly Step[], signal = never): Promise<Record<string, string>> {
  const { outcomes } = await apply(steps, { signal, report: () => {} })
  return Object.fromEntries(outcomes.map(({ ref, result }) => [ref, result]))
}

describe('apply', () => {
  it('skips what needs a step that failed, and nothing else', async () => {
    const steps = [
      step('pool/a', fail),
      step('machine/a', done, { after: ['pool/a'] }),
      step('rule/a', done, { after: ['machine/a'] }),
      step('machine/b', done, { after: ['pool/not-in-this-plan'] }),
    ]
    expect(await resultsOf(steps)).toEqual({
      'pool/a': 'failed',
      'machine/a': 'skipped',
      'rule/a': 'skipped',
      'machine/b': 'done',
    })
  })

  it('runs at once what does not wait for each other, up to the limit', async () => {
    const { lines, waiting, release } = notebook()
    const steps = ['a', 'b', 'c'].map((name) => waiting(`machine/${name}`))
    const applied = apply(steps, { signal: never, report: () => {}, most: 2 })
    await expect.poll(() => lines).toEqual(['begin machine/a', 'begin machine/b'])
    release('machine/b')
    await expect.poll(() => lines.at(-1)).toBe('begin machine/c')
    for (const name of ['a', 'c']) release(`machine/${name}`)
    expect((await applied).outcomes.map(({ result }) => result)).toEqual(['done', 'done', 'done'])
  })

  it('begins first what the most wait for', async () => {
    const order: string[] = []
    const note = (ref: string) => async () => void order.push(ref)
    const steps = [
      step('machine/small', note('small')),
      step('machine/base', note('base')),
      step('machine/next', note('next'), { after: ['machine/base'] }),
    ]
    await apply(steps, { signal: never, report: () => {}, most: 1 })
    expect(order).toEqual(['base', 'small', 'next'])
  })

  it('destroys last, and what builds on something before it', async () => {
    const { lines, waiting, release } = notebook()
    const steps = [
      waiting('machine/new'),
      waiting('rule/old', { verb: 'delete' }),
      waiting('machine/old', { verb: 'delete' }),
      waiting('machine/in-its-place', { after: ['machine/old'] }),
    ]
    const applied = apply(steps, { signal: never, report: () => {} })
    for (const ref of ['machine/new', 'rule/old', 'machine/old', 'machine/in-its-place']) {
      await expect.poll(() => lines.at(-1)).toBe(`begin ${ref}`)
      release(ref)
    }
    await applied
    expect(lines).toHaveLength(8)
  })

  it('lets no more hold a thing than may', async () => {
    let holding = 0
    let most = 0
    const clone = async (work: Work) => {
      await work.hold('storage local', 2, async () => {
        holding += 1
        most = Math.max(most, holding)
        for (let turn = 0; turn < 5; turn++) await Promise.resolve()
        holding -= 1
      })
    }
    const steps = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => step(`machine/${name}`, clone))
    expect(Object.values(await resultsOf(steps))).toEqual(Array(6).fill('done'))
    expect(most).toBe(2)
  })

  it('gives back what a failed step held', async () => {
    const failing = (work: Work) => work.hold('storage local', 1, fail)
    const holding = (work: Work) => work.hold('storage local', 1, done)
    expect(await resultsOf([step('machine/a', failing), step('machine/b', holding)])).toEqual({
      'machine/a': 'failed',
      'machine/b': 'done',
    })
  })

  it('begins nothing more when the world has moved', async () => {
    const moved = async () => {
      throw new Problem('conflict', 'machine web1 was changed by somebody else')
    }
    const steps = [step('machine/web1', moved), step('machine/bw1', done)]
    const applied = await apply(steps, { signal: never, report: () => {}, most: 1 })
    expect(applied).toMatchObject({ ended: 'moved', cause: { message: 'machine web1 was changed by somebody else' } })
    expect(applied.outcomes.map(({ result }) => result)).toEqual(['failed', 'untouched'])
  })

  it('begins nothing more when it may not, and says why', async () => {
    const mayBegin = async () => {
      throw new Problem('locked', 'the lock was taken from us')
    }
    const applied = await apply([step('machine/web1', done)], { signal: never, report: () => {}, mayBegin })
    expect(applied).toMatchObject({ ended: 'forbidden', outcomes: [{ ref: 'machine/web1', result: 'untouched' }] })
  })

  it('stops between two requests when asked to end, and tells what was not begun', async () => {
    const ending = new AbortController()
    const long = async ({ signal }: Work) => {
      ending.abort()
      signal.throwIfAborted()
    }
    const applied = await apply([step('machine/web1', long), step('machine/bw1', done)], {
      signal: ending.signal,
      report: () => {},
      most: 1,
    })
    expect(applied.ended).toBe('interrupted')
    expect(applied.outcomes.map(({ result }) => result)).toEqual(['stopped', 'untouched'])
  })

  it('is whole when it was asked to end after the last step', async () => {
    const ending = new AbortController()
    const last = async () => ending.abort()
    expect(await apply([step('machine/web1', last)], { signal: ending.signal, report: () => {} })).toMatchObject({
      ended: 'whole',
    })
  })

  it('tells what happens as it happens', async () => {
    const events: string[] = []
    const report = (event: Event) =>
      void events.push(`${event.what} ${event.step.ref} ${event.what === 'progress' ? event.doing : ''}`.trim())
    const run = async ({ progress, remark }: Work) => {
      progress('cloning')
      remark('the task warned of something')
    }
    const { outcomes } = await apply([step('machine/web1', run)], { signal: never, report })
    expect(events).toEqual(['begun machine/web1', 'progress machine/web1 cloning', 'ended machine/web1'])
    expect(outcomes).toEqual([{ ref: 'machine/web1', result: 'done', remarks: ['the task warned of something'] }])
  })
})
