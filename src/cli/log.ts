import { pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import type { Terminal } from './terminal.ts'

/** Whether people read standard output: then lines are friendly, otherwise one JSON object per line. */
export function isForPeople({ out, env }: Terminal): boolean {
  return out.isTTY && env['NODE_ENV'] !== 'production'
}

/** The log of the running program, on standard output. */
export function createLog(terminal: Terminal) {
  const level = terminal.env['MYCEL_DEBUG'] === '1' ? 'debug' : 'info'
  if (!isForPeople(terminal)) return pino({ level }, terminal.out)
  const prettify = prettyFactory({
    colorize: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    singleLine: true,
  })
  return pino({ level }, { write: (line) => terminal.out.write(prettify(line)) })
}
