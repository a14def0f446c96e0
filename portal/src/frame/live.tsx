import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { followLive, type Live, nothingYet } from '../api/live.ts'

const Now = createContext<Live>(nothingYet)

/** One stream for all pages; a tab that nobody looks at lets it go. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [live, setLive] = useState(nothingYet)
  const isVisible = useIsVisible()
  useEffect(() => {
    if (!isVisible) return
    const abort = new AbortController()
    void followLive(setLive, abort.signal)
    return () => abort.abort()
  }, [isVisible])
  return <Now value={live}>{children}</Now>
}

/** What runs now, as far as one may see it; pages that use it are drawn anew at most once a second. */
export function useLive(): Live {
  return useContext(Now)
}

function useIsVisible(): boolean {
  const [isVisible, setVisible] = useState(() => !document.hidden)
  useEffect(() => {
    const update = () => setVisible(!document.hidden)
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  }, [])
  return isVisible
}
