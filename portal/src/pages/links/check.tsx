import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../parts/change.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'

/** Begins to look whether what links lead to is there, and tells how far it is. */
export function CheckLinks() {
  const { t } = useText()
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['link-check'],
    queryFn: () => call('GET /link-check', {}),
    refetchInterval: ({ state }) => (state.data?.isRunning ? 2000 : false),
  })
  const begin = useChange('POST /link-check', {
    said: ({ of }) => t('links.checkBegan', { count: of }),
    after: () => void client.invalidateQueries({ queryKey: ['link-check'] }),
  })
  const { isRunning = false, done = 0, of = 0 } = query.data ?? {}
  useEffect(() => {
    if (!isRunning) void client.invalidateQueries({ queryKey: ['links'] })
  }, [isRunning, client])
  return (
    <>
      <Button
        variant="default"
        loading={begin.isPending}
        disabled={isRunning}
        onClick={() => begin.mutate({ body: {} })}
      >
        {isRunning ? t('links.checking', { done, of }) : t('links.checkAll')}
      </Button>
      {begin.error && <Trouble error={begin.error} />}
    </>
  )
}
