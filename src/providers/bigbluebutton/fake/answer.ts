import { STATUS_CODES } from 'node:http'
import { failure, success } from '../../../protocol/failures.ts'
import { tag } from '../../../protocol/xml.ts'

/** What goes back over HTTP. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** XML as the API answers it, always with HTTP 200. */
export function xml(body: string): Reply {
  return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8', 'cache-control': 'no-cache' }, body }
}

export function ok(inner = ''): Reply {
  return xml(success(inner))
}

export function failed(key: string, message: string): Reply {
  return xml(failure({ key, message }))
}

/** The older form of a refusal: a list of errors and no message key. */
export function failedMany(key: string, message: string): Reply {
  const error = `<error>${tag('key', key)}${tag('message', message)}</error>`
  return xml(`<response><returncode>FAILED</returncode><errors>${error}</errors></response>`)
}

export function json(body: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-cache' },
    body: JSON.stringify(body),
  }
}

export function html(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html;charset=UTF-8', 'cache-control': 'no-store', ...headers },
    body,
  }
}

export function redirect(location: string, headers: Readonly<Record<string, string>> = {}, status = 302): Reply {
  return { status, headers: { location, 'cache-control': 'no-cache', ...headers }, body: '' }
}

/** The error page of the web framework, for what is not a call of the API. */
export function errorPage(status: number): Reply {
  const title = STATUS_CODES[status] ?? 'Error'
  const head = `<!doctype html><html lang="en"><head><title>${title}</title></head>`
  return html(status, `${head}<body><h1>${title}</h1></body></html>`)
}
