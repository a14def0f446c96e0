import { createInterface } from 'node:readline'
import { addAbortSignal, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }
import { reportBug } from './cli/failure.ts'
import { run } from './cli/run.ts'
import { Interrupted, type Output, type Terminal } from './cli/terminal.ts'

/** Seconds after which a program that was asked to end is ended. */
const patience = 10

const ending = new AbortController()
const terminal: Terminal = {
  out: outputTo(process.stdout),
  err: outputTo(process.stderr),
  input: {
    isTTY: process.stdin.isTTY ?? false,
    read: () => text(addAbortSignal(ending.signal, process.stdin)),
    readLine: (question) => readKeyboard(question, true),
    readHidden: (question) => readKeyboard(question, false),
  },
  env: process.env,
  cwd: process.cwd(),
  root: fileURLToPath(new URL('..', import.meta.url)),
  version: manifest.version,
  signal: ending.signal,
  now: Date.now,
}

process.on('SIGINT', () => end('SIGINT', 130))
process.on('SIGTERM', () => end('SIGTERM', 143))
process.on('uncaughtException', (error) => process.exit(reportBug(error, terminal)))

process.exitCode = await run(process.argv.slice(2), terminal)
// Whatever still holds the event loop, such as a connection that is kept open, must not hold the program.
setTimeout(() => process.exit(), 500).unref()

/** The first signal asks to end, the second one ends. */
function end(signal: string, code: number): void {
  if (ending.signal.aborted) process.exit(code)
  ending.abort(signal)
  const late = () => {
    terminal.err.write(
      `Not everything ended within ${patience} s; stopped all the same. Nothing that was saved is lost.\n`,
    )
    process.exit(code)
  }
  setTimeout(late, patience * 1000).unref()
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // `mycel meeting list | head` closes the pipe early, which is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    write: (line) => void stream.write(line),
    isTTY: stream.isTTY ?? false,
    get columns() {
      return stream.columns ?? 100
    },
  }
}

/** What is hidden is so from the moment the question is shown, for the terminal is in raw mode by then. */
async function readKeyboard(question: string, isShown: boolean): Promise<string> {
  const output = isShown ? process.stderr : new Writable({ write: (_, __, done) => done() })
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      for (const event of ['SIGINT', 'close'] as const) lines.once(event, () => reject(new Interrupted('interrupted')))
      if (!isShown) terminal.err.write(question)
      lines.question(question, resolve)
    })
  } finally {
    lines.close()
    if (!isShown) terminal.err.write('\n')
  }
}
