import type { NoteReading } from '../../api.gen.ts'
import { Empty, Section } from '../../parts/page.tsx'
import { useText } from '../../text/text.ts'

/** What is understood of what is typed, and what should perhaps not be published. */
export function Understood({ reading }: { readonly reading: NoteReading }) {
  const { t } = useText()
  const { items, findings } = reading
  return (
    <Section title={t('agenda.understood')} lede={t('agenda.understoodHint')}>
      {items.length === 0 && findings.length === 0 && <Empty>{t('agenda.understoodNothing')}</Empty>}
      <ul className="understood" aria-label={t('agenda.understood')}>
        {items.map(({ kind, line, text, people, done }) => (
          <li key={`${kind} ${line} ${text} ${people.join()}`}>
            <span className={`kind kind-${kind}`}>{t(`agenda.item.${kind}`)}</span>{' '}
            {people.length > 0 && <strong>{people.join(', ')} </strong>}
            {done ? <s>{text}</s> : text}
            <small className="soft"> {t('changes.line', { line })}</small>
          </li>
        ))}
      </ul>
      {findings.length > 0 && (
        <>
          <h3>{t('agenda.findings')}</h3>
          <ul className="understood">
            {findings.map(({ kind, line, shown }) => (
              <li key={`${kind} ${line} ${shown}`}>
                <span className="kind kind-private">{t(`agenda.finding.${kind}`)}</span> {shown}
                <small className="soft"> {t('changes.line', { line })}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
