import type { NoteChange } from '../../api.gen.ts'
import { useText } from '../../text/text.ts'

/** What would be done, in words. */
export function ChangeText({ change }: { readonly change: NoteChange }) {
  const { t } = useText()
  const { line, obstacle, chosen, context, kind } = change
  return (
    <>
      <Sentence change={change} />
      <small className="under">
        {t('changes.line', { line })}
        {obstacle !== null ? ` · ${t('changes.cannot', { why: obstacle })}` : !chosen && ` · ${t('changes.asked')}`}
      </small>
      {kind === 'decision' && context !== null && <small className="context">{context}</small>}
    </>
  )
}

function Sentence({ change }: { readonly change: NoteChange }) {
  const { t } = useText()
  const { kind, title, issue, from, to, assignees, unknown, votes, after } = change
  switch (kind) {
    case 'task': {
      const people = [...assignees.map(({ name }) => name), ...unknown.map((word) => `${word}?`)]
      return (
        <>
          <strong>{people.length === 0 ? t('tasks.nobody') : people.join(', ')}</strong>: {title}
        </>
      )
    }
    case 'move':
      return (
        <>
          <strong>{issue}</strong> {title}: {from ?? t('changes.nowhere')} → {to}
        </>
      )
    case 'close':
      return (
        <>
          <strong>{issue}</strong> {title}
        </>
      )
    case 'decision': {
      const agreed = votes.filter(({ value }) => value > 0).map(({ voter }) => voter || '?')
      return (
        <>
          {title}
          {agreed.length > 0 && <span className="soft"> (+1: {agreed.join(', ')})</span>}
        </>
      )
    }
    case 'link':
      return <code>{(after ?? title).trim()}</code>
  }
}
