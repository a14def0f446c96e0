import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { call } from '../api/call.ts'
import { useSession } from '../api/session.ts'
import type { Organisation } from '../api.gen.ts'
import { useText } from '../text/text.ts'

interface Choice {
  /** The organisation that pages are about. */
  readonly chosen: string | undefined
  /** What it is called; empty while it is not known. */
  readonly name: string
  readonly list: readonly Organisation[]
  choose(id: string): void
}

const place = 'mycel.organisation'
const Chosen = createContext<Choice>({ chosen: undefined, name: '', list: [], choose() {} })

export const organisationsQuery = {
  queryKey: ['organisations'],
  queryFn: async () => (await call('GET /organisations', {})).organisations,
}

/** Remembers for this tab which organisation one works on: at first one's own. */
export function OrganisationProvider({ children }: { readonly children: ReactNode }) {
  const { organisation } = useSession()
  const [wanted, setWanted] = useState(() => sessionStorage.getItem(place) ?? organisation?.id)
  const { data: list = [] } = useQuery(organisationsQuery)
  const isThere = list.some(({ id }) => id === wanted)
  const choose = (id: string) => {
    sessionStorage.setItem(place, id)
    setWanted(id)
  }
  const chosen = isThere ? wanted : (organisation?.id ?? list[0]?.id)
  const name = list.find(({ id }) => id === chosen)?.name ?? ''
  return <Chosen value={{ chosen, name, list, choose }}>{children}</Chosen>
}

/** The organisation that pages are about, of those that one may see. */
export function useOrganisation(): Choice {
  return useContext(Chosen)
}

/** Shown only to those who have a choice. */
export function OrganisationChoice() {
  const { t } = useText()
  const { chosen, list, choose } = useOrganisation()
  const { rights } = useSession()
  // Nothing that a member may open is about another organisation than their own.
  const isAsked = rights.some((right) => right === 'rooms.see' || right === 'people.list' || right === 'usage.see')
  if (list.length < 2 || !isAsked) return null
  return (
    <NativeSelect
      className="organisation-choice"
      label={t('frame.organisation')}
      value={chosen ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
      data={list.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}
