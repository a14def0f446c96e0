/** The world outside as a command sees it: src/main.ts makes it from the process, tests make their own. */
export interface Terminal {
  readonly out: Output
  readonly err: Output
  readonly input: Input
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder in which the command was typed. */
  readonly cwd: string
  /** Where the program is installed; `examples/` is there. */
  readonly root: string
  readonly version: string
  /** Aborted when someone asks the program to end. */
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  now(): number
}

export interface Output {
  write(text: string): void
  readonly isTTY: boolean
  readonly columns: number
}

export interface Input {
  readonly isTTY: boolean
  /** Everything that is piped in. */
  read(): Promise<string>
  /** One line from the keyboard. Rejects with Interrupted on Ctrl-C and Ctrl-D. */
  readLine(question: string): Promise<string>
  /** One line from the keyboard, without showing it. Rejects with Interrupted on Ctrl-C and Ctrl-D. */
  readHidden(question: string): Promise<string>
}

/** Someone stopped the command before it was done. */
export class Interrupted extends Error {
  override name = 'Interrupted'
}

/** Writes whole lines to standard output. */
export function print({ out }: Terminal, ...lines: readonly string[]): void {
  for (const line of lines) out.write(`${line}\n`)
}

/** Writes a value as JSON to standard output. */
export function printJson({ out }: Terminal, value: unknown): void {
  out.write(`${JSON.stringify(value, null, 2)}\n`)
}
