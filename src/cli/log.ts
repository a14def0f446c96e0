import { pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import type { Terminal } from './terminal.ts'

/** Whether people read standard output: then lines are friendly, otherwise one JSON object per line. */
export function isForPeople({ out, env }: Terminal): boolean {
  return out.isTTY && env['NODE_ENV'] !== 'production'
}

/** A query that failed tells in these what it was to write, passwords and secrets among it. */
const secretive = ['params', 'detail', 'where', 'internalQuery'].map((name) => `err.${name}`)

/** The log of the running program, on standard output. */
export function createLog(terminal: Terminal) {
  const level = terminal.env['MYCEL_DEBUG'] === '1' ? 'debug' : 'info'
  const settings = { level, redact: { paths: secretive, remove: true } }
  if (!isForPeople(terminal)) return pino(settings, terminal.out)
  const prettify = prettyFactory({
    colorize: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    singleLine: true,
  })
  return pino(settings, { write: (line) => terminal.out.write(prettify(line)) })
}
