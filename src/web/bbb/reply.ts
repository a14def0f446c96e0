/** What goes back to a BBB client. Failures are replies too: HTTP 200 with `FAILED` inside. */
export type Reply =
  | { readonly kind: 'xml'; readonly body: string | Buffer; readonly outcome: string }
  | { readonly kind: 'json'; readonly body: string; readonly outcome: string; readonly status?: number }
  | { readonly kind: 'redirect'; readonly location: string; readonly outcome: string }

export function xml(body: string | Buffer): Reply {
  return { kind: 'xml', body, outcome: 'success' }
}

/** A failure; its key becomes the outcome that metrics count. */
export function refused(body: string, key: string): Reply {
  return { kind: 'xml', body, outcome: key }
}

/** The same for a call whose answers are JSON. */
export function refusedJson({ key, message }: { readonly key: string; readonly message: string }): Reply {
  return json({ returncode: 'FAILED', messageKey: key, message })
}

export function redirect(location: string, outcome = 'success'): Reply {
  return { kind: 'redirect', location, outcome }
}

/** The JSON form of an answer, as the text-track and session calls have it. */
export function json(response: Readonly<Record<string, unknown>>): Reply {
  const outcome = response['returncode'] === 'SUCCESS' ? 'success' : String(response['messageKey'] ?? 'failed')
  return { kind: 'json', body: JSON.stringify({ response }), outcome }
}
