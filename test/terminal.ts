import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../src/cli/run.ts'
import type { Terminal } from '../src/cli/terminal.ts'
import { emptyDataFolder } from './databases.ts'

export interface TypedOptions {
  readonly env?: Record<string, string>
  /** What is piped in or, on a terminal, typed when asked: a line for each question, the last for all that follow. */
  readonly input?: string
  /** Standard input and output are a terminal of that many columns. */
  readonly tty?: number
  readonly signal?: AbortSignal
  /** Called with every text that is written. */
  readonly onWrite?: (text: string) => void
}

export interface Typed {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A folder of its own in which commands are typed, removed in the end. */
export interface Shell extends Disposable {
  readonly folder: string
  /** Types `mycel ` and the words; resolves when the command has ended. */
  mycel(words: string | readonly string[], options?: TypedOptions): Promise<Typed>
  /** `mycel up` on a free port, until disposed; resolves when it is ready. Its database is empty, but there. */
  up(words?: readonly string[], options?: TypedOptions): Promise<Up>
}

export interface Up extends AsyncDisposable {
  readonly url: string
  /** Asks it to end and gives what it said. */
  end(): Promise<Typed>
  /** What it wrote so far. */
  written(): string
}

const root = join(import.meta.dirname, '..')

export function openShell(): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'mycel-'))
  const mycel: Shell['mycel'] = async (words, options = {}) => {
    const written = { out: '', err: '' }
    const terminal = makeTerminal(folder, written, options)
    const code = await run(typeof words === 'string' ? words.split(' ') : words, terminal)
    return { code, ...written }
  }
  return {
    folder,
    mycel,
    async up(words = [], options = {}) {
      const dataDir = join(folder, 'data')
      if (!existsSync(dataDir)) await emptyDataFolder(dataDir)
      return await startUp(mycel, words, options)
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

async function startUp(mycel: Shell['mycel'], words: readonly string[], options: TypedOptions): Promise<Up> {
  const ending = new AbortController()
  const ready = Promise.withResolvers<string>()
  let written = ''
  const onWrite = (text: string) => {
    written += text
    const [, url] = /^Ready: (\S+)/m.exec(written) ?? []
    if (url !== undefined && written.includes('Ctrl-C')) ready.resolve(url)
  }
  const ended = mycel(['up', '--port', '0', ...words], { ...options, signal: ending.signal, onWrite })
  void ended.then(({ code }) => ready.reject(new Error(`it ended with ${code}:\n${written}`)))
  const end = async () => {
    ending.abort('SIGTERM')
    return await ended
  }
  return {
    url: await ready.promise,
    end,
    written: () => written,
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
}

function makeTerminal(folder: string, written: { out: string; err: string }, options: TypedOptions): Terminal {
  const { env = {}, input = '', tty, signal = new AbortController().signal, onWrite } = options
  const answers = input.split('\n')
  const output = (name: 'out' | 'err') => ({
    isTTY: tty !== undefined,
    columns: tty ?? 100,
    write(text: string) {
      written[name] += text
      onWrite?.(text)
    },
  })
  return {
    out: output('out'),
    err: output('err'),
    input: {
      isTTY: tty !== undefined,
      read: async () => input,
      async readLine(question) {
        written.err += `${question}\n`
        return (answers.length > 1 ? answers.shift() : answers[0]) ?? ''
      },
      async readHidden(question) {
        written.err += `${question}\n`
        return input
      },
    },
    env,
    cwd: folder,
    root,
    version: '1.2.3',
    signal,
    now: Date.now,
  }
}
