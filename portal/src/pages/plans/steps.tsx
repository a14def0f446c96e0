import type { Apply, Plan } from '../../api.gen.ts'
import { Status, type Tone } from '../../parts/status.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { type TextKey, useText } from '../../text/text.ts'
import { Ref } from './ref.tsx'

type Planned = Apply['planned'][number]
type Seen = Plan['steps'][number]

export const verbs = {
  create: { tone: 'good', text: 'plans.verb.create' },
  update: { tone: 'wait', text: 'plans.verb.update' },
  replace: { tone: 'bad', text: 'plans.verb.replace' },
  restart: { tone: 'wait', text: 'plans.verb.restart' },
  delete: { tone: 'bad', text: 'plans.verb.delete' },
} as const satisfies Readonly<Record<Planned['verb'], { tone: Tone; text: TextKey }>>

const causes = {
  world: 'plans.cause.world',
  file: 'plans.cause.file',
  unknown: 'plans.cause.unknown',
} as const satisfies Readonly<Record<Seen['cause'], TextKey>>

/** What is to be done to which thing, and why. */
export function Steps({ steps, caption }: { readonly steps: readonly Seen[]; readonly caption: string }) {
  const { t } = useText()
  const { ago } = useFormat()
  const why: Column<Seen> = {
    name: t('plans.cause'),
    cell: ({ cause, lastRight }) => (
      <>
        {t(causes[cause])}
        {lastRight !== null && <small className="soft block">{t('plans.lastRight', { ago: ago(lastRight) })}</small>}
      </>
    ),
  }
  return <Table caption={caption} rows={steps} keyOf={({ ref }) => ref} columns={[...usePlanned(), why]} />
}

/** The columns that every step has, planned or done. */
export function usePlanned(): readonly Column<Planned>[] {
  const { t } = useText()
  return [
    { name: t('plans.thing'), cell: ({ ref }) => <Ref name={ref} /> },
    { name: t('plans.environment'), cell: ({ group }) => group ?? '–' },
    { name: t('plans.does'), cell: ({ verb }) => <Status tone={verbs[verb].tone}>{t(verbs[verb].text)}</Status> },
    { name: t('plans.what'), cell: (step) => <What step={step} /> },
  ]
}

function What({ step: { about, differences } }: { readonly step: Planned }) {
  if (about === undefined && differences.length === 0) return '–'
  return (
    <>
      {about !== undefined && <span className="break">{about}</span>}
      <Differences differences={differences} />
    </>
  )
}

/** Each on a line of its own: what it is now, and what it shall be. */
export function Differences({ differences }: { readonly differences: Planned['differences'] }) {
  const { t } = useText()
  return differences.map(({ path, from, to, effect, note }) => (
    <span key={`${path} ${from} ${to}`} className="break block">
      {path} {from !== undefined && <s>{from}</s>} {to !== undefined && <strong>{to}</strong>}
      {effect !== undefined && <small className="soft"> ({t(`plans.effect.${effect}`)})</small>}
      {note !== undefined && (
        <small className="soft block" lang="en">
          {note}
        </small>
      )}
    </span>
  ))
}
