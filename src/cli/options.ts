import { isAbsolute, join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { Terminal } from './terminal.ts'

/** Adds examples below the help of a command: what to type, and what that does. */
export function addExamples(command: Command, ...examples: readonly (readonly [typed: string, does: string])[]): void {
  const width = Math.max(...examples.map(([typed]) => typed.length))
  const lines = examples.map(([typed, does]) => (does === '' ? `  ${typed}` : `  ${typed.padEnd(width)}  ${does}`))
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`)
}

/** Reads an option that is a whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= minimum && number <= maximum) return number
    throw new InvalidArgumentError(`It is a whole number from ${minimum} to ${maximum}.`)
  }
}

/** The data folder: what --data says, else MYCEL_DATA, else ./data. */
export function dataFolder(given: string | undefined, terminal: Terminal): string {
  return fromCwd(given ?? (terminal.env['MYCEL_DATA'] || 'data'), terminal)
}

/** The options that said which Mycel was meant, to be repeated in a command that is proposed: ` --data here`, or nothing. */
export function repeatOptions({ organisation, data, url, tokenFile }: Repeated): string {
  const given = [
    ['--organisation', organisation],
    ['--data', data],
    ['--url', url],
    ['--token-file', tokenFile],
  ] as const
  return given.map(([name, value]) => (value === undefined ? '' : ` ${name} ${quoteForShell(value)}`)).join('')
}

interface Repeated {
  readonly organisation?: string | undefined
  readonly data?: string | undefined
  readonly url?: string | undefined
  readonly tokenFile?: string | undefined
}

function quoteForShell(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** A path as typed, seen from the folder in which it was typed. */
export function fromCwd(path: string, { cwd }: Terminal): string {
  return isAbsolute(path) ? path : join(cwd, path)
}

/** Resolves when someone asks the program to end. */
export async function untilAborted({ signal }: Terminal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/** Gathers an option that may be repeated. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}
