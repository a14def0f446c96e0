import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Problem } from '../lib/problem.ts'
import { createTurns } from '../lib/turns.ts'

/** Turns passwords into what may be stored, and compares. Both take tens of milliseconds and 19 MiB, on purpose. */
export interface Hashing {
  /** The password as argon2id in the PHC format. */
  hash: (password: string) => Promise<string>
  /** Whether this is the password. Without a stored one it does the same work and says no. */
  verify: (password: string, stored: string | undefined) => Promise<boolean>
}

interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
}

/** What OWASP recommends for argon2id, with one lane. */
const usual: Cost = { memory: 19_456, passes: 2 }

/** So many at once: the memory stays bounded, and the other work of the process goes on. */
const atOnce = 2
const mostWaiting = 200

const derive = promisify(argon2)

/** Throws Problem 'unavailable' from either function when very many wait already. */
export function createHashing(cost: Cost = usual): Hashing {
  const turns = createTurns(atOnce, mostWaiting)
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => await (turns(work) ?? refuse())
  const nobodys = render(cost, randomBytes(16), randomBytes(32))
  return {
    async hash(password) {
      const salt = randomBytes(16)
      return render(cost, salt, await inTurn(() => compute(password, salt, cost)))
    },
    async verify(password, stored) {
      const { salt, tag, ...theirs } = read(stored ?? nobodys)
      const computed = await inTurn(() => compute(password, salt, theirs))
      return timingSafeEqual(computed, tag) && stored !== undefined
    },
  }
}

/** The same letters may be typed as different code points; NFKC makes them one. */
async function compute(password: string, nonce: Buffer, { memory, passes }: Cost): Promise<Buffer> {
  const message = password.normalize('NFKC')
  return await derive('argon2id', { message, nonce, memory, passes, parallelism: 1, tagLength: 32 })
}

function render({ memory, passes }: Cost, salt: Buffer, tag: Buffer): string {
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${text(salt)}$${text(tag)}`
}

function read(stored: string): Cost & { readonly salt: Buffer; readonly tag: Buffer } {
  const [, memory, passes, salt = '', tag = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([^$]+)\$([^$]+)$/.exec(stored) ?? []
  if (memory === undefined) throw new Error('a stored password is not in the form that it was stored in')
  return {
    memory: Number(memory),
    passes: Number(passes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function refuse(): never {
  throw new Problem('unavailable', 'too many people sign in at this moment', { hint: 'try again in a minute' })
}
