import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { WholePad } from '../api.gen.ts'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useText } from '../text/text.ts'
import { AfterMeeting } from './agenda/after-meeting.tsx'
import { Timer } from './agenda/timer.tsx'
import { Understood } from './agenda/understood.tsx'
import { useTyping } from './agenda/use-typing.ts'
import { Day } from './notes.tsx'

/** A meeting: its agenda with the time, what is typed, and what is understood of it. */
export function PadPage() {
  const { organisation, pad } = useParams({ from: '/in/agenda/$organisation/$pad' })
  const { t } = useText()
  const query = useQuery({
    queryKey: ['pad', organisation, pad],
    queryFn: () => call('GET /organisations/{organisation}/pads/{pad}', { params: { organisation, pad } }),
    refetchInterval: 5000,
  })
  const { data } = query
  return (
    <Page title={data?.title ?? t('agenda.meeting')} lede={data && <Day day={data.date} />}>
      <Loaded query={query}>{(loaded) => <Meeting key={pad} organisation={organisation} pad={loaded} />}</Loaded>
    </Page>
  )
}

function Meeting({ organisation, pad }: { readonly organisation: string; readonly pad: WholePad }) {
  const { t } = useText()
  const { text, state, error, type } = useTyping(organisation, pad)
  return (
    <>
      <div className="meeting">
        <Timer organisation={organisation} pad={pad} />
        <Section
          title={t('agenda.minutes')}
          lede={t('agenda.minutesHint')}
          actions={
            <small className="soft" role="status">
              {t(`agenda.typing.${state}`)}
            </small>
          }
        >
          <Textarea
            aria-label={t('agenda.minutes')}
            classNames={{ input: 'minutes' }}
            rows={22}
            spellCheck={false}
            value={text}
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={keepIndent}
          />
          {error && <Trouble error={error} />}
        </Section>
        <Understood reading={pad.reading} />
      </div>
      {pad.endedAt !== null && state === 'saved' && (
        <AfterMeeting organisation={organisation} pad={pad} onText={type} />
      )}
    </>
  )
}

/** A new line begins as far in as the one before, and as a list when that was one. */
function keepIndent(event: React.KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
  const { value, selectionStart } = event.currentTarget
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart)
  const [beginning = ''] = /^[ \t]*(?:[-*] )?/.exec(line) ?? []
  if (beginning === '') return
  event.preventDefault()
  const isEmpty = line.trim() === '-' || line.trim() === '*'
  if (isEmpty) event.currentTarget.setSelectionRange(selectionStart - line.length, selectionStart)
  // The only way to type for somebody that they can also undo.
  document.execCommand('insertText', false, isEmpty ? '\n' : `\n${beginning}`)
}
