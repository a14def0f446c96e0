import { Problem } from '../../lib/problem.ts'

/** What exists in the small world of the tests: something with a key, a mark if it is ours, and fields. */
export interface Thing {
  readonly type: string
  /** Where it is, such as a VM id: never given twice. */
  readonly key: string
  mark: string | undefined
  readonly fields: Map<string, string>
  /** What was changed and waits for a restart. */
  readonly waiting: Map<string, string>
  running: boolean
  /** Grows with every change. */
  version: number
}

/** Thrown at whoever makes a request after being killed: a dead process sees and does nothing more. */
export class Killed extends Error {
  override name = 'Killed'
}

/** When a process dies: at which of its requests, and whether that one still arrives. */
export interface Death {
  readonly at: number
  readonly arrives: boolean
}

/** A world outside of the process, with requests that take a turn each and may be the last. */
export class FakeWorld {
  readonly things = new Map<string, Thing>()
  /** Whatever was written to, and how: for tests that nothing else was. */
  readonly writes: { readonly type: string; readonly key: string; readonly mark: string | undefined }[] = []
  requests = 0
  lock: string | undefined

  put(thing: Pick<Thing, 'type' | 'key'> & Partial<Thing>): void {
    const whole = { mark: undefined, fields: new Map(), waiting: new Map(), running: false, version: 1, ...thing }
    this.things.set(`${thing.type} ${thing.key}`, whole)
  }

  find(type: string, key: string): Thing {
    const thing = this.things.get(`${type} ${key}`)
    if (thing) return thing
    throw new Problem('not-found', `there is no ${type} ${key}`)
  }

  /** A process that talks to this world, until its death. */
  process(
    options: {
      readonly death?: Death
      readonly turn?: () => Promise<void>
      readonly onRequest?: (number: number) => void
    } = {},
  ): Requests {
    const { death, turn = () => Promise.resolve(), onRequest } = options
    let count = 0
    let isDead = false

    return async (name, effect) => {
      if (isDead) throw new Killed(name)
      count += 1
      this.requests += 1
      isDead = count === death?.at
      onRequest?.(count)
      if (isDead && !death?.arrives) throw new Killed(name)
      await turn()
      const result = effect(this)
      await turn()
      if (isDead) throw new Killed(name)
      return result
    }
  }
}

/** One request of a process to the world, whole or not at all. */
export type Requests = <Result>(name: string, effect: (world: FakeWorld) => Result) => Promise<Result>
