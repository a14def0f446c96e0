import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import type { TaskBoard } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { useText } from '../text/text.ts'
import { Board } from './tasks/board.tsx'
import { ByPerson } from './tasks/by-person.tsx'
import { TaskDialog } from './tasks/dialog.tsx'

type View = 'board' | 'people'

/** The task board: by columns, or by person and age. */
export function TasksPage() {
  const { t } = useText()
  const { chosen: organisation = '' } = useOrganisation()
  const [view, setView] = useState<View>('board')
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['tasks', organisation],
    queryFn: () => call('GET /organisations/{organisation}/tasks', { params: { organisation } }),
    enabled: organisation !== '',
    refetchInterval: 15_000,
  })
  const isOwn = query.data?.kind === 'own'
  const actions = isOwn && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('tasks.add')}
    </Button>
  )
  return (
    <Page title={t('tasks.title')} lede={t('tasks.lede')} actions={actions || undefined}>
      <Loaded query={query}>
        {(board) =>
          board.kind === 'own' ? (
            <>
              <ViewChoice view={view} onChoose={setView} />
              <Shown view={view} board={board} organisation={organisation} />
              {isAdding && <TaskDialog board={board} organisation={organisation} onClose={() => setAdding(false)} />}
            </>
          ) : (
            <Section title={t('tasks.title')} isTitleSaid>
              <Empty>{t(`tasks.elsewhere.${board.kind}`)}</Empty>
            </Section>
          )
        }
      </Loaded>
    </Page>
  )
}

function ViewChoice({ view, onChoose }: { readonly view: View; onChoose(view: View): void }) {
  const { t } = useText()
  return (
    <div className="buttons view-choice" role="group" aria-label={t('tasks.view')}>
      {(['board', 'people'] as const).map((one) => (
        <Button
          key={one}
          variant={view === one ? 'filled' : 'default'}
          aria-pressed={view === one}
          onClick={() => onChoose(one)}
        >
          {t(`tasks.view.${one}`)}
        </Button>
      ))}
    </div>
  )
}

interface ShownProps {
  readonly view: View
  readonly board: TaskBoard
  readonly organisation: string
}

function Shown({ view, board, organisation }: ShownProps) {
  return view === 'board' ? (
    <Board board={board} organisation={organisation} />
  ) : (
    <ByPerson board={board} organisation={organisation} />
  )
}
