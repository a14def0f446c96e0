import type { Request } from '../request.ts'

/** The session cookie that a browser presents, if it has the shape of one. */
export function cookieOf(request: Request): string | undefined {
  return /(?:^|;\s*)JSESSIONID=([0-9A-Z]{32})(?:;|$)/.exec(request.cookie)?.[1]
}
