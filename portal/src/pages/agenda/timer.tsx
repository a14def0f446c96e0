import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { WholePad } from '../../api.gen.ts'
import { type Change, useChange } from '../../parts/change.ts'
import { Section } from '../../parts/page.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'

type Step = 'POST /organisations/{organisation}/pads/{pad}/steps'

/** The agenda with the time of each item, and the buttons that go through it. */
export function Timer({ organisation, pad }: { readonly organisation: string; readonly pad: WholePad }) {
  const { t } = useText()
  const step = useChange<Step>('POST /organisations/{organisation}/pads/{pad}/steps')
  const now = useServerTime(pad.now)
  const { agenda } = pad.reading
  const params = { organisation, pad: pad.id }
  const planned = agenda.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)
  const spent = agenda.reduce((sum, { title }) => sum + spentOn(pad, title, now), 0)
  return (
    <Section title={t('agenda.agenda')} lede={t('agenda.total', { spent: clock(spent), planned })}>
      {agenda.length === 0 && <p className="soft">{t('agenda.noItems')}</p>}
      <ol className="agenda">
        {agenda.map(({ title, minutes, depth }) => (
          <li
            key={title}
            className={depth > 0 ? 'agenda-sub' : undefined}
            aria-current={pad.current === title ? 'step' : undefined}
          >
            <button type="button" onClick={() => step.mutate({ params, body: { do: 'go', title } })}>
              {title}
            </button>
            <Time seconds={spentOn(pad, title, now)} minutes={minutes} />
          </li>
        ))}
      </ol>
      <Overtime pad={pad} now={now} />
      <Steps pad={pad} organisation={organisation} step={step} />
      {step.error && <Trouble error={step.error} />}
    </Section>
  )
}

interface StepsProps {
  readonly pad: WholePad
  readonly organisation: string
  readonly step: Change<Step>
}

function Steps({ pad, organisation, step }: StepsProps) {
  const { t } = useText()
  const params = { organisation, pad: pad.id }
  const { current, since, startedAt, endedAt } = pad
  const go = (one: 'next' | 'back' | 'pause' | 'end') => step.mutate({ params, body: { do: one } })
  const isPaused = current !== null && since === null
  if (startedAt === null || endedAt !== null) {
    return (
      <div className="buttons">
        <Button loading={step.isPending} onClick={() => go('next')}>
          {t(startedAt === null ? 'agenda.start' : 'agenda.again')}
        </Button>
      </div>
    )
  }
  return (
    <div className="buttons">
      {isPaused ? (
        <Button loading={step.isPending} onClick={() => step.mutate({ params, body: { do: 'go', title: current } })}>
          {t('agenda.resume')}
        </Button>
      ) : (
        <Button loading={step.isPending} onClick={() => go('next')}>
          {t('agenda.next')}
        </Button>
      )}
      <Button variant="default" onClick={() => go('back')}>
        {t('agenda.back')}
      </Button>
      {!isPaused && (
        <Button variant="default" onClick={() => go('pause')}>
          {t('agenda.pause')}
        </Button>
      )}
      <Button variant="default" onClick={() => go('end')}>
        {t('agenda.end')}
      </Button>
    </div>
  )
}

function Time({ seconds, minutes }: { readonly seconds: number; readonly minutes: number | null }) {
  const { t } = useText()
  const isOver = minutes !== null && seconds > minutes * 60
  return (
    <span className={isOver ? 'time time-over' : 'time'}>
      {clock(seconds)}
      {minutes !== null && ` / ${minutes}:00`}
      {isOver && <span className="unseen"> {t('agenda.over')}</span>}
    </span>
  )
}

/** Said once, when the time of an item is up: not at every second. */
function Overtime({ pad, now }: { readonly pad: WholePad; readonly now: number }) {
  const { t } = useText()
  const item = pad.reading.agenda.find(({ title }) => title === pad.current)
  const minutes = item?.minutes ?? null
  const isOver = item !== undefined && minutes !== null && spentOn(pad, item.title, now) > minutes * 60
  return (
    <p className="overtime" role="status">
      {isOver && t('agenda.isOver', { title: item.title })}
    </p>
  )
}

function spentOn({ spent, current, since }: WholePad, title: string, now: number): number {
  const before = spent[title] ?? 0
  return current === title && since !== null ? before + Math.max(0, (now - Date.parse(since)) / 1000) : before
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** The time at the server, for the clock here may be wrong; it goes on by seconds. */
function useServerTime(said: string | null): number {
  const [ahead, setAhead] = useState(0)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (said !== null) setAhead(Date.parse(said) - Date.now())
  }, [said])
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now + ahead
}
