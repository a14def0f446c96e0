import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { StatementSoFar } from '../../api.gen.ts'

/** What the month that goes on comes to so far. */
export function useSoFar(organisation: string, isWanted = true): UseQueryResult<StatementSoFar> {
  return useQuery({
    queryKey: ['statement so far', organisation],
    queryFn: () => call('GET /organisations/{organisation}/statement-so-far', { params: { organisation } }),
    enabled: isWanted && organisation !== '',
    // An application has none; asking again does not change that.
    retry: false,
  })
}
