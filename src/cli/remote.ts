import { createWriteStream } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import type { Dispatcher } from 'undici'
import { type Code, Problem } from '../lib/problem.ts'
import { Unanswered } from './failure.ts'
import { dataFolder, fromCwd, repeatOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

/** How a command reaches the running program: its socket in the data folder, or its address and a token. */
export interface RemoteOptions {
  readonly data?: string
  readonly url?: string
  readonly tokenFile?: string
  readonly json?: boolean
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Gives a command the options that say which running Mycel it speaks to. */
export function addRemote(command: Command): Command {
  return command
    .option('--data <folder>', 'data folder of the running Mycel; default: $MYCEL_DATA or ./data')
    .option('--url <address>', 'a Mycel elsewhere, with a token in $MYCEL_TOKEN or --token-file')
    .option('--token-file <path>', 'the file in which the token for --url is')
}

/**
 * Asks the running program: `path` is below /api/v1. Throws the Problem that it answers, or Problem 'unavailable' when
 * none runs there.
 */
export async function ask<Answer>(
  terminal: Terminal,
  options: RemoteOptions,
  method: Method,
  path: string,
  body?: unknown,
): Promise<Answer> {
  return (await exchange(terminal, options, { method, path, body }, readAnswer)) as Answer
}

/** Sends bytes to the running program. Throws as `ask`. */
export async function send<Answer>(
  terminal: Terminal,
  options: RemoteOptions,
  path: string,
  bytes: Uint8Array,
): Promise<Answer> {
  return (await exchange(terminal, options, { method: 'POST', path, body: bytes }, readAnswer)) as Answer
}

/** Writes what the running program gives at `path` into a file, which is there only when it is whole. Throws as `ask`. */
export async function download(terminal: Terminal, options: RemoteOptions, path: string, file: string): Promise<void> {
  await exchange(terminal, options, { method: 'GET', path }, async (response, target) => {
    if (response.statusCode !== 200) return await readAnswer(response, target)
    const unfinished = `${file}.part`
    try {
      await pipeline(response.body, createWriteStream(unfinished, { mode: 0o600 }))
      await rename(unfinished, file)
    } catch (cause) {
      await rm(unfinished, { force: true })
      throw new Problem('unavailable', `${file} could not be written`, { hint: 'nothing of it is left', cause })
    }
  })
}

interface Request {
  readonly method: Method
  readonly path: string
  /** Bytes are sent as they are, everything else as JSON. */
  readonly body?: unknown
}

async function exchange<T>(
  terminal: Terminal,
  options: RemoteOptions,
  { method, path, body }: Request,
  use: (response: Dispatcher.ResponseData, target: Target) => Promise<T>,
): Promise<T> {
  const { Agent, request } = await import('undici')
  const target = await findTarget(options, terminal)
  await using stack = new AsyncDisposableStack()
  const agent = new Agent({ connect: target.socket === undefined ? {} : { socketPath: target.socket } })
  stack.defer(() => agent.destroy())
  const headers = {
    accept: 'application/json',
    ...(target.token === undefined ? {} : { authorization: `Bearer ${target.token}` }),
    ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
  }
  const outgoing = { method, headers, dispatcher: agent, signal: terminal.signal, headersTimeout: 60_000 }
  const url = `${target.base}/api/v1${path}`
  const content = body instanceof Uint8Array ? body : JSON.stringify(body)
  const response = await request(url, body === undefined ? outgoing : { ...outgoing, body: content }).catch(
    (cause: unknown) => {
      throw terminal.signal.aborted ? cause : noAnswer(cause, target, method)
    },
  )
  return await use(response, target)
}

/** One segment of a path, whatever is in it. */
export function segment(text: string): string {
  return encodeURIComponent(text)
}

function typeOf(body: unknown): string {
  return body instanceof Uint8Array ? 'application/octet-stream' : 'application/json'
}

interface Target {
  /** What messages call it. */
  readonly shown: string
  readonly base: string
  readonly socket?: string
  /** What a proposed command must repeat to mean the same folder. */
  readonly repeat?: string
  readonly token?: string
}

async function findTarget(options: RemoteOptions, terminal: Terminal): Promise<Target> {
  if (options.url === undefined) {
    const folder = dataFolder(options.data, terminal)
    const near = relative(terminal.cwd, folder)
    return {
      shown: near.startsWith('..') ? folder : `./${near}`,
      base: 'http://localhost',
      socket: join(folder, 'mycel.sock'),
      repeat: repeatOptions(options),
    }
  }
  if (!/^https?:$/.test(URL.canParse(options.url) ? new URL(options.url).protocol : '')) {
    throw new Problem('usage', `--url ${options.url} is not an address`, { hint: 'such as https://meet.example.coop' })
  }
  return { shown: options.url, base: options.url.replace(/\/+$/, ''), token: await findToken(options, terminal) }
}

async function findToken({ tokenFile }: RemoteOptions, terminal: Terminal): Promise<string> {
  const token =
    tokenFile === undefined
      ? terminal.env['MYCEL_TOKEN']
      : await readFile(fromCwd(tokenFile, terminal), 'utf8').catch((cause: unknown) => {
          throw new Problem('not-found', `the token file ${tokenFile} cannot be read`, { cause })
        })
  if (token?.trim()) return token.trim()
  throw new Problem('unauthenticated', '--url needs a token', {
    hint: 'make one where Mycel runs (mycel token add NAME) and put it into MYCEL_TOKEN or a --token-file',
  })
}

function noAnswer(cause: unknown, { shown, socket, repeat = '' }: Target, method: Method): Problem {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (socket !== undefined && ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR'].includes(code)) {
    const hint = `Start one with: mycel up${repeat}. If it runs with another data folder, name that with --data.`
    return new Problem('unavailable', `no Mycel is running on ${shown}`, { hint, cause })
  }
  if (code === 'EACCES') {
    const hint = 'use the user who runs Mycel, such as: sudo -u mycel mycel …; or --url with a token'
    return new Problem('forbidden', `this user may not speak to the Mycel on ${shown}`, { hint, cause })
  }
  if (code === 'EINVAL' || code === 'ENAMETOOLONG') {
    return new Problem('unavailable', `the path ${socket} is too long for a socket`, {
      hint: 'use a shorter one',
      cause,
    })
  }
  const sent = method !== 'GET' && (code === 'UND_ERR_SOCKET' || code.endsWith('_TIMEOUT') || code === 'ECONNRESET')
  return new Problem('unavailable', `${shown} does not answer${code === '' ? '' : ` (${code})`}`, {
    hint: 'check that it runs and that the address is right',
    cause: sent && code !== 'UND_ERR_CONNECT_TIMEOUT' ? new Unanswered('no answer', { cause }) : cause,
  })
}

async function readAnswer({ statusCode, body }: Dispatcher.ResponseData, target: Target): Promise<unknown> {
  const text = await body.text()
  const answer = parse(text)
  if (statusCode < 300 && (answer !== undefined || text === '')) return answer
  if (isFailure(answer)) throw new Problem(answer.code, answer.message, { hint: answer.hint ?? undefined })
  if (statusCode === 500 && hasMessage(answer)) {
    throw new Problem('upstream', `the Mycel on ${target.shown} failed: ${answer.message}`)
  }
  throw new Problem('upstream', `${target.shown} does not answer as Mycel does (HTTP ${statusCode})`, {
    hint: 'is it the right address, and the same version as this program?',
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Failure {
  readonly code: Code
  readonly message: string
  readonly hint?: string | null
}

function isFailure(answer: unknown): answer is Failure {
  return hasMessage(answer) && 'code' in answer && codes.some((code) => code === answer.code)
}

function hasMessage(answer: unknown): answer is { readonly message: string } {
  return typeof answer === 'object' && answer !== null && 'message' in answer && typeof answer.message === 'string'
}

const codes: readonly Code[] = [
  'usage',
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'locked',
  'refused',
  'upstream',
  'unavailable',
]
