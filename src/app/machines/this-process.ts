import { findPlace, processStart } from '../../db/process.ts'
import { randomId } from '../../lib/ids.ts'
import type { Claim, LockOptions } from '../../reconcile/lock.ts'
import { userName } from '../user-name.ts'

/** This process, as the lock of apply names it. */
export async function thisProcess(): Promise<Omit<Claim, 'why' | 'since'>> {
  const started = (await processStart(process.pid)) ?? ''
  return { id: randomId(12), who: userName(), place: await findPlace(), process: `${process.pid} ${started}`.trim() }
}

/** Whether the process that holds the lock still runs. */
export const isAlive: LockOptions['isAlive'] = async ({ place, process: holder }) => {
  const [pid = '', ...started] = holder.split(' ')
  // Where the start of a process cannot be found out, nothing can prove that it is gone.
  if (place !== (await findPlace()) || started.length === 0) return 'unknown'
  return (await processStart(Number(pid))) === started.join(' ')
}
