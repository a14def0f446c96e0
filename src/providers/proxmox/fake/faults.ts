/** What goes wrong on purpose. */
export interface Fault {
  /** Which calls: `POST /nodes/kvm1/qemu/9000/clone`, or a part of it. */
  readonly call: RegExp
  /**
   * `before`: the connection breaks and nothing was done. `after`: it is done, and the answer is lost. `refuse`: an answer
   * with that status and message, and nothing is done.
   */
  readonly effect: 'before' | 'after' | { readonly status: number; readonly message: string }
  /** How many times; once unless said otherwise. */
  readonly times?: number
}

/** How the next task of a type ends: its worker is killed, does not start, is stopped with this error, or warns. */
export interface TaskFault {
  readonly type: string
  readonly effect: 'killed' | 'no worker' | 'warns' | { readonly error: string }
  /** Milliseconds after its start; at 100 when not given. */
  readonly afterMs?: number
}

export interface Faults {
  readonly calls: { readonly fault: Fault; left: number }[]
  readonly tasks: TaskFault[]
}

export function createFaults(): Faults {
  return { calls: [], tasks: [] }
}

/** The fault that a call meets, if any; it is used up by that. */
export function nextFault(faults: Faults, call: string): Fault | undefined {
  const at = faults.calls.findIndex(({ fault }) => fault.call.test(call))
  const entry = faults.calls[at]
  if (!entry) return undefined
  entry.left -= 1
  if (entry.left <= 0) faults.calls.splice(at, 1)
  return entry.fault
}

export function nextTaskFault(faults: Faults, type: string): TaskFault | undefined {
  const at = faults.tasks.findIndex((fault) => fault.type === type)
  return at < 0 ? undefined : faults.tasks.splice(at, 1)[0]
}
