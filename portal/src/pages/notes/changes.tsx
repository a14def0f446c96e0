import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import type { NoteApplied, NoteChange } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Empty, Loaded, Section } from '../../parts/page.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'
import { ChangeText } from './change-text.tsx'

const kinds = ['task', 'move', 'close', 'decision', 'link'] as const

interface NoteChangesProps {
  readonly organisation: string
  readonly text: string
  readonly path: string
  /** Told the text with the links that were written into it. */
  onApplied?(text: string): void
}

/** What a note would change, each with a tick, and the button that does it. Nothing is changed by looking. */
export function NoteChanges({ organisation, text, path, onApplied }: NoteChangesProps) {
  const { t } = useText()
  const [applied, setApplied] = useState<NoteApplied>()
  const [again, setAgain] = useState(false)
  const query = useQuery({
    queryKey: ['note-changes', organisation, path, text, again],
    queryFn: () =>
      call('POST /organisations/{organisation}/notes/preview', {
        params: { organisation },
        body: { text, path, again },
      }),
    staleTime: 0,
  })
  const take = (answer: NoteApplied) => {
    setApplied(answer)
    onApplied?.(answer.text)
  }
  return (
    <Section title={t('changes.title')} lede={t('changes.lede')}>
      {applied && <Outcome applied={applied} />}
      <Loaded query={query}>
        {({ changes, appliedBefore, leftOut }) => (
          <>
            {changes.length === 0 ? (
              <Empty>{t('changes.none')}</Empty>
            ) : (
              <Choice
                key={changes.map(({ key }) => key).join()}
                changes={changes}
                given={{ organisation, text, path }}
                onApplied={take}
              />
            )}
            {leftOut > 0 && (
              <p className="found">
                <Button variant="default" size="xs" onClick={() => setAgain(true)}>
                  {t('changes.again', { count: leftOut })}
                </Button>
              </p>
            )}
            {appliedBefore > 0 && <p className="soft found">{t('changes.before', { count: appliedBefore })}</p>}
          </>
        )}
      </Loaded>
    </Section>
  )
}

interface ChoiceProps {
  readonly changes: readonly NoteChange[]
  readonly given: { readonly organisation: string; readonly text: string; readonly path: string }
  onApplied(applied: NoteApplied): void
}

function Choice({ changes, given: { organisation, text, path }, onApplied }: ChoiceProps) {
  const { t } = useText()
  const [keys, setKeys] = useState<ReadonlySet<string>>(
    () => new Set(changes.filter(({ chosen }) => chosen).map(({ key }) => key)),
  )
  const apply = useChange('POST /organisations/{organisation}/notes/apply', { after: onApplied })
  const toggle = (key: string) =>
    setKeys(new Set(keys.has(key) ? [...keys].filter((one) => one !== key) : [...keys, key]))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const declined = changes.filter(({ key, obstacle }) => obstacle === null && !keys.has(key)).map(({ key }) => key)
    apply.mutate({ params: { organisation }, body: { text, path, keys: [...keys], declined } })
  }
  return (
    <form className="changes" onSubmit={submit}>
      {kinds.map((kind) => {
        const ofKind = changes.filter((change) => change.kind === kind)
        if (ofKind.length === 0) return null
        return (
          <fieldset key={kind}>
            <legend>{t(`changes.kind.${kind}`)}</legend>
            {ofKind.map((change) => (
              <Checkbox
                key={change.key}
                checked={keys.has(change.key)}
                disabled={change.obstacle !== null}
                onChange={() => toggle(change.key)}
                label={<ChangeText change={change} />}
              />
            ))}
          </fieldset>
        )
      })}
      {apply.error && <Trouble error={apply.error} />}
      <div className="buttons">
        <Button type="submit" loading={apply.isPending}>
          {t('changes.do', { count: keys.size })}
        </Button>
      </div>
    </form>
  )
}

function Outcome({ applied: { done, failed } }: { readonly applied: NoteApplied }) {
  const { t } = useText()
  const made = done.filter(({ url }) => url !== null)
  return (
    <div className="outcome" role="status">
      <p>
        <strong>{t('changes.done', { count: done.length })}</strong>
      </p>
      {made.length > 0 && (
        <p>
          {made.map(({ key, name, url }, index) => (
            <span key={key}>
              {index > 0 && ', '}
              <a href={url ?? ''}>{name}</a>
            </span>
          ))}
        </p>
      )}
      {failed.map(({ key, message }) => (
        <p key={key}>{t('changes.failed', { message })}</p>
      ))}
    </div>
  )
}
