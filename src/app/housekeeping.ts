import type { Context } from '../meetings/context.ts'

/** Something that is past its time is deleted; `what` is said when that fails. */
export interface Chore {
  readonly what: string
  run(): Promise<void>
}

const hourMs = 3_600_000

/** Does the chores now and every hour, until the stack is disposed of. One that fails is tried again with the next. */
export async function keepHouse(
  { log }: Pick<Context, 'log'>,
  chores: readonly Chore[],
  stack: AsyncDisposableStack,
): Promise<void> {
  const all = async () => {
    for (const { what, run } of chores) {
      await run().catch((error: unknown) => log.warn({ err: error }, `${what} could not be deleted yet`))
    }
  }
  await all()
  const timer = setInterval(() => void all(), hourMs)
  timer.unref()
  stack.defer(() => clearInterval(timer))
}
