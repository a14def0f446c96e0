import { Agent } from 'undici'
import { Problem } from '../../lib/problem.ts'
import type { Picture, PictureSource } from '../../meetings/brands.ts'
import { explain } from './deliver.ts'
import { type Guard, problemOf } from './guard.ts'

export interface PictureOptions {
  readonly guard: Guard
  readonly timeoutMs?: number
}

/** A logo is small; more is not read. */
const mostBytes = 512 * 1024

/** Fetches pictures from addresses that others supply; disposing it closes its connections. */
export function createPictureSource({ guard, timeoutMs = 8_000 }: PictureOptions): PictureSource & AsyncDisposable {
  const agent = new Agent({ connect: guard.connector, connections: 2, allowH2: false, maxHeaderSize: 16 * 1024 })
  return {
    async fetch(url) {
      const verdict = await guard.check(url)
      if (!verdict.ok) throw problemOf(verdict)
      try {
        return toPicture(url, await download(agent, url, AbortSignal.timeout(timeoutMs)))
      } catch (error) {
        throw explain(error, new URL(url).origin, timeoutMs)
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

async function download(agent: Agent, url: string, signal: AbortSignal): Promise<Buffer> {
  const { origin, pathname, search } = new URL(url)
  const headers = { 'user-agent': 'Mycel', accept: 'image/*' }
  const { statusCode, body } = await agent.request({ origin, path: pathname + search, method: 'GET', headers, signal })
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > mostBytes) throw new Problem('invalid', `${origin}: the picture has more than ${mostBytes / 1024} KiB`)
    chunks.push(chunk)
  }
  if (statusCode !== 200) throw new Problem('unavailable', `${origin}: it answers ${statusCode}`)
  return Buffer.concat(chunks)
}

/** By its first bytes, whatever its server calls it: nothing but a picture is ever given out as one. */
function toPicture(url: string, bytes: Buffer): Picture {
  const start = bytes.subarray(0, 512)
  const found = kinds.find(({ is }) => is(start))
  if (found) return { type: found.type, bytes }
  throw new Problem('invalid', `${url} is no PNG, JPEG, GIF, WebP, AVIF or SVG`)
}

const ascii = (bytes: Buffer, from: number, to: number) => bytes.subarray(from, to).toString('latin1')

const kinds: readonly { readonly type: string; is(start: Buffer): boolean }[] = [
  { type: 'image/png', is: (start) => start.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) },
  { type: 'image/jpeg', is: (start) => start.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) },
  { type: 'image/gif', is: (start) => /^GIF8[79]a/.test(ascii(start, 0, 6)) },
  { type: 'image/webp', is: (start) => ascii(start, 0, 4) === 'RIFF' && ascii(start, 8, 12) === 'WEBP' },
  { type: 'image/avif', is: (start) => ascii(start, 4, 8) === 'ftyp' && /avi[fs]/.test(ascii(start, 8, 32)) },
  {
    type: 'image/svg+xml',
    is: (start) =>
      /^(\uFEFF)?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(start.toString()),
  },
]
