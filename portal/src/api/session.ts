import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Answer } from './call.ts'
import { call, keepProof } from './call.ts'

export type Session = Answer<'GET /session'>

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await call('GET /session', {})
    keepProof(session.csrf ?? '')
    return session
  },
  staleTime: 60_000,
})

/** Who is signed in. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** Whether whoever is signed in holds a right; what they may not do is not shown. */
export function useMay(): (right: string) => boolean {
  const { rights } = useSession()
  return (right) => (rights as readonly string[]).includes(right)
}
