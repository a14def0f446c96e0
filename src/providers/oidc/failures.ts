import { Problem } from '../../lib/problem.ts'

/** The provider does not answer as one: what to look at is in the cause, for the log. */
export function upstream(cause: unknown, issuer: string): Problem {
  if (cause instanceof Problem) return cause
  const forbidden = findProblem(cause)
  if (forbidden) return new Problem('upstream', `the provider ${issuer} is not asked: ${forbidden.message}`, { cause })
  const hint = `look whether ${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration can be read from here`
  return new Problem('upstream', `the provider ${issuer} does not answer as an OpenID Connect provider`, {
    hint,
    cause,
  })
}

/** What came back is not an answer to what was asked; or nothing came back, which is the provider's fault. */
export function refused(cause: unknown, issuer: string): Problem {
  if (cause instanceof Problem) return cause
  if (isSilence(cause)) return upstream(cause, issuer)
  return new Problem('refused', `the answer of ${issuer} was not accepted`, { cause })
}

/** Our own guard refuses addresses in networks that are not open; the library wraps what it said. */
function findProblem(error: unknown, depth = 0): Problem | undefined {
  if (error instanceof Problem) return error
  return error instanceof Error && depth < 5 ? findProblem(error.cause, depth + 1) : undefined
}

/** What undici and the runtime throw when nobody answers, here or wrapped by the library. */
function isSilence(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false
  if (error.name === 'TimeoutError' || error.name === 'AbortError' || error.message === 'fetch failed') return true
  return isSilence(error.cause, depth + 1)
}
