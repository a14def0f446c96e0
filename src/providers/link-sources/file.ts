import { readFile, stat } from 'node:fs/promises'
import { Problem } from '../../lib/problem.ts'
import type { Origin } from '../../links/sources/origin.ts'

/** A file that is looked at so often costs nothing. */
const everyMs = 5000

/** Bytes; a table of half a million links is smaller. */
const largest = 64 * 1024 * 1024

/** A table in a file, such as one in a checkout of git. `name` is how messages call it. */
export function fileOrigin(path: string, name: string): Origin {
  return {
    name,
    everyMs,
    async read(known) {
      try {
        const { mtimeMs, size, ino } = await stat(path)
        const version = { file: `${mtimeMs}-${size}-${ino}` }
        if (known?.['file'] === version.file) return { kind: 'unchanged' }
        if (size > largest) throw new Problem('invalid', `${name} is larger than ${largest} bytes`)
        return { kind: 'text', text: await readFile(path, 'utf8'), version }
      } catch (cause) {
        throw cause instanceof Problem ? cause : explain(cause, name)
      }
    },
  }
}

function explain(cause: unknown, name: string): Problem {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ENOENT') return new Problem('not-found', `there is no file ${name}`, { cause })
  if (code === 'EACCES') return new Problem('forbidden', `${name} may not be read by this user`, { cause })
  return new Problem('unavailable', `${name} cannot be read (${code})`, { cause })
}
