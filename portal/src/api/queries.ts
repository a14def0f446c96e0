import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { forgetToken } from './operator.ts'
import { Failure } from './problem.ts'

/** Everything that was asked of the API; whoever is not signed in (any more) is sent to sign in and comes back. */
export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: askToSignIn }),
  mutationCache: new MutationCache({ onError: askToSignIn, onSuccess: () => queries.invalidateQueries() }),
  defaultOptions: { queries: { retry: isWorthAnotherTry, staleTime: 5000 }, mutations: { retry: false } },
})

function askToSignIn(error: Error): void {
  if (!(error instanceof Failure) || error.status !== 401) return
  forgetToken()
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
}

function isWorthAnotherTry(count: number, error: Error): boolean {
  const isPassing = !(error instanceof Failure) || error.status === 0 || error.status >= 502
  return isPassing && count < 2
}
