import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Beside the file: the description, the proof, and what browsers write between the parts. */
const besidesBytes = 64 * 1024

/** What a form with a file said. */
export interface Upload {
  readonly csrf: string
  readonly alt: string
  /** Undefined when no file was chosen. */
  readonly bytes: Uint8Array | undefined
}

/** Lets the routes of a plugin take forms with a file of at most so many bytes. */
export function acceptUploads(app: FastifyInstance, mostBytes: number): void {
  const options = { parseAs: 'buffer', bodyLimit: mostBytes + besidesBytes } as const
  app.addContentTypeParser('multipart/form-data', options, (_, body, done) => done(null, body))
}

/** Reads such a form; undefined when it is none. Of several files the first one that is not empty counts. */
export async function readUpload({ body, headers }: FastifyRequest): Promise<Upload | undefined> {
  if (!(body instanceof Uint8Array)) return undefined
  const type = headers['content-type'] ?? ''
  const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined)
  if (!form) return undefined
  const files = form.getAll('picture').filter((one): one is File => typeof one !== 'string' && one.size > 0)
  const [file] = files
  return {
    csrf: textOf(form, 'csrf'),
    alt: textOf(form, 'alt'),
    bytes: file && new Uint8Array(await file.arrayBuffer()),
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.toWellFormed() : ''
}
