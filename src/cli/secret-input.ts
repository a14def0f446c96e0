import { readFile } from 'node:fs/promises'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import { fromCwd } from './options.ts'
import type { Terminal } from './terminal.ts'

/**
 * Reads a secret that someone brings: from a file, else from a hidden prompt, else from what is piped in. Never from the
 * arguments, which every user of the machine can see. Throws Problem 'usage' when it is empty.
 */
export async function askForSecret(what: string, file: string | undefined, terminal: Terminal): Promise<Secret> {
  const text = await read(what, file, terminal)
  const value = text.replace(/\r?\n$/, '')
  if (value !== '') return new Secret(value)
  throw new Problem('usage', `no ${what} was given`, { hint: 'type it when asked, or pipe it in' })
}

async function read(what: string, file: string | undefined, terminal: Terminal): Promise<string> {
  const { input } = terminal
  if (file !== undefined && file !== '-') return await readFrom(file, terminal)
  if (!input.isTTY || file === '-') return await input.read()
  return await input.readHidden(`${what}: `)
}

async function readFrom(file: string, terminal: Terminal): Promise<string> {
  return await readFile(fromCwd(file, terminal), 'utf8').catch((cause: unknown) => {
    throw new Problem('not-found', `${file} cannot be read`, { hint: 'check its name and who may read it', cause })
  })
}
