import { useEffect, useSyncExternalStore } from 'react'
import { Icon } from '../parts/icon.tsx'

const shownMs = 6000
let current: { readonly text: string } | undefined
const listeners = new Set<() => void>()

/** Says in one sentence what was just done; screen readers are told too. */
export function notify(text: string): void {
  put({ text })
}

/** The one place of the portal where something that was done is said. */
export function Notices() {
  const notice = useSyncExternalStore(subscribe, () => current)
  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => put(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [notice])
  return (
    <div className="notices" role="status">
      {notice && (
        <p className="notice">
          <Icon name="check" />
          {notice.text}
        </p>
      )}
    </div>
  )
}

function put(notice: typeof current): void {
  current = notice
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
