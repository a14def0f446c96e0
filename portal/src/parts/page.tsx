import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useSession } from '../api/session.ts'
import { useText } from '../text/text.ts'
import { Trouble } from './trouble.tsx'
import { Waiting } from './waiting.tsx'

interface PageProps {
  readonly title: string
  /** One sentence on what this page is for. */
  readonly lede?: ReactNode
  /** What can be done here. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page: its title is in the window's title, and takes the focus when one comes from another page. */
export function Page({ title, lede, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { organisation } = useSession()
  useEffect(() => {
    document.title = `${title} · ${organisation?.name ?? 'Mycel'}`
  }, [title, organisation])
  useEffect(() => {
    if (hasArrived) heading.current?.focus()
    hasArrived = true
  }, [])
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lede !== undefined && <p className="lede">{lede}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** The first page of a visit takes no focus away. */
let hasArrived = false

interface SectionProps {
  readonly title: string
  /** Whether the title of the page says the same, so that it is told to screen readers only. */
  readonly isTitleSaid?: boolean
  readonly lede?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, lede, actions, isTitleSaid = false, children }: SectionProps) {
  const id = useId()
  if (isTitleSaid) {
    return (
      <section className="card" aria-label={title}>
        {children}
      </section>
    )
  }
  return (
    <section className="card" aria-labelledby={id}>
      <div className="section-head">
        <div>
          <h2 id={id}>{title}</h2>
          {lede !== undefined && <p className="soft">{lede}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  )
}

interface LoadedProps<Data> {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error'> & { refetch(): unknown }
  readonly children: (data: Data) => ReactNode
}

/** What was asked for, once it is there; else that it is on its way, or why it did not come. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Trouble error={query.error} again={() => void query.refetch()} />
  return <Waiting />
}

/** Why there is nothing, and what one could do. */
export function Empty({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  const { t } = useText()
  return (
    <div className="empty">
      <p>{children ?? t('part.nothing')}</p>
      {action}
    </div>
  )
}
