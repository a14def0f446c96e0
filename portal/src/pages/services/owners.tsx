import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

const most = 200

/** The active accounts of an organisation, of whom two answer for a program. */
export function useActivePeople(organisation: string) {
  return useQuery({
    queryKey: ['people', organisation, 'active'],
    queryFn: async () => {
      const query = { status: 'active' as const, limit: most }
      return (await call('GET /organisations/{organisation}/people', { params: { organisation }, query })).people
    },
    enabled: organisation !== '',
  })
}

/** Gives somebody's name, or the id of whoever is unknown or hidden. */
export function usePeopleNames(organisation: string): (id: string) => string {
  const { data: people = [] } = useActivePeople(organisation)
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? id
}
