import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../api/call.ts'
import type { WholePad } from '../../api.gen.ts'

/** Milliseconds without a key after which what was typed is kept. */
const restMs = 600

interface Typing {
  readonly text: string
  readonly state: 'saved' | 'typing' | 'failed'
  readonly error: Error | undefined
  type(text: string): void
}

/** What is typed into a pad: kept shortly after, and replaced by what others typed when one has typed nothing oneself. */
export function useTyping(organisation: string, pad: WholePad): Typing {
  const queries = useQueryClient()
  const [text, setText] = useState(pad.text)
  const [state, setState] = useState<Typing['state']>('saved')
  const [error, setError] = useState<Error>()
  const revision = useRef(pad.revision)

  useEffect(() => {
    if (state !== 'saved' || pad.revision === revision.current) return
    revision.current = pad.revision
    setText(pad.text)
  }, [pad, state])

  useEffect(() => {
    if (state !== 'typing') return
    const timer = setTimeout(async () => {
      try {
        const params = { organisation, pad: pad.id }
        const body = { text, revision: revision.current }
        const saved = await call('PUT /organisations/{organisation}/pads/{pad}/text', { params, body })
        revision.current = saved.revision
        queries.setQueryData(['pad', organisation, pad.id], saved)
        setError(undefined)
        // What was typed meanwhile waits for its own turn.
        setState((now) => (saved.text === latest.current ? 'saved' : now))
      } catch (failure) {
        setError(failure instanceof Error ? failure : new Error(String(failure)))
        setState('failed')
      }
    }, restMs)
    return () => clearTimeout(timer)
  }, [text, state, organisation, pad.id, queries])

  const latest = useRef(text)
  const type = (typed: string) => {
    latest.current = typed
    setText(typed)
    setState('typing')
  }
  return { text, state, error, type }
}
