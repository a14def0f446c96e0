import type { Plan } from '../../api.gen.ts'
import { Section } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { useText } from '../../text/text.ts'
import { Ref } from './ref.tsx'
import { Differences } from './steps.tsx'

/** What speaks against applying: what others have where we should be, and what would be lost. */
export function InTheWay({ plan: { conflicts, dangers } }: { readonly plan: Plan }) {
  const { t } = useText()
  if (conflicts.length + dangers.length === 0) return null
  return (
    <Section title={t('plans.against')} lede={t('plans.againstLede')}>
      <ul lang="en">
        {conflicts.map(({ ref, claim, other }) => (
          <li key={`${ref} ${other}`} className="break">
            {other} has {claim}, which {ref} needs, and does not bear our mark.
          </li>
        ))}
        {dangers.map(({ message, hint }) => (
          <li key={message} className="break">
            {message}. <small className="soft">{hint}</small>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What was changed and takes effect only with a restart. */
export function Waiting({ plan: { waiting } }: { readonly plan: Plan }) {
  const { t } = useText()
  if (waiting.length === 0) return null
  return (
    <Section title={t('plans.waiting')} lede={t('plans.waitingLede')}>
      <Table
        caption={t('plans.waiting')}
        rows={waiting}
        keyOf={({ ref }) => ref}
        columns={[
          { name: t('plans.thing'), cell: ({ ref }) => <Ref name={ref} /> },
          { name: t('plans.what'), cell: ({ differences }) => <Differences differences={differences} /> },
        ]}
      />
    </Section>
  )
}
