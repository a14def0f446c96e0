import { decodeQuery } from '../../meetings/validate.ts'
import { Refusal } from '../../protocol/failures.ts'
import type { Parameter } from '../../protocol/query.ts'

/** One request to the BBB API, as it came in: nothing of it is verified yet. */
export interface BbbRequest {
  readonly method: string
  /** From `/o/<id>/…`; undefined on the plain path. */
  readonly organisation: string | undefined
  /** The host name asked for, without port, in lower case. */
  readonly host: string | undefined
  /** Where it comes from; found when it is asked for. */
  address(): string
  /** What follows `/api/`, such as `create` or `hooks/list`; empty for the index. */
  readonly call: string
  /** The raw query string. */
  readonly query: string
  readonly contentType: string | undefined
  readonly body: Buffer | undefined
}

/** The body of a request, understood. */
export interface Content {
  /** Fields of a form, which nobody signed. */
  readonly form: readonly Parameter[]
  /** A `<modules>` document. */
  readonly xml: { readonly type: string; readonly content: Buffer } | undefined
}

const noContent: Content = { form: [], xml: undefined }
const formType = 'application/x-www-form-urlencoded'
const multipartType = 'multipart/form-data'
const xmlTypes = ['application/xml', 'text/xml']

/** Reads the body by its content type, as bbb-web 2.6.18 and later accept it. Throws `Refusal`. */
export async function readContent(request: BbbRequest): Promise<Content> {
  const { body, call } = request
  if (!body || body.length === 0) return noContent

  const type = mediaType(request)
  const isXml = xmlTypes.includes(type) && (call === 'create' || call === 'insertDocument')
  if (!isForm(request) && !isXml) throw new Refusal('unsupportedContentType')
  // Some clients label every POST a form, slides too.
  if (isXml || looksLikeXml(body)) return { form: [], xml: { type: 'application/xml', content: body } }
  if (type === formType) return { form: decodeQuery(encodeStray(decodeUtf8(body))), xml: undefined }
  return { form: await readMultipart(body, request.contentType ?? ''), xml: undefined }
}

/** Whether the body is a form, in which the checksum may stand. */
export function isForm(request: BbbRequest): boolean {
  return [formType, multipartType].includes(mediaType(request))
}

function mediaType({ contentType }: BbbRequest): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
}

/** A form may hold what no address may: spaces, line ends, letters of every script. */
function encodeStray(form: string): string {
  return form.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}

function looksLikeXml(body: Buffer): boolean {
  return /^\s*</.test(body.subarray(0, 64).toString('latin1'))
}

function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new Refusal('validationError', 'The body is not UTF-8')
  }
}

async function readMultipart(body: Buffer, contentType: string): Promise<Parameter[]> {
  try {
    const headers = { 'content-type': contentType }
    const fields = await new Response(new Uint8Array(body), { headers }).formData()
    const query = new URLSearchParams()
    for (const [name, value] of fields) if (typeof value === 'string') query.append(name, value)
    return decodeQuery(query.toString())
  } catch {
    throw new Refusal('validationError', 'The body is not valid multipart/form-data')
  }
}
