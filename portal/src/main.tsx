import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { queries } from './api/queries.ts'
import { router } from './routes.tsx'
import { openTexts } from './text/text.ts'
import { theme } from './theme.ts'

// A page that was open while the portal was built anew names files that may be gone: it is loaded again, once.
window.addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem('mycel.reloaded') === location.href) return
  sessionStorage.setItem('mycel.reloaded', location.href)
  location.reload()
})

/** Style elements are allowed by the policy of the page when they bear its nonce. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
setNonce(nonce)

await openTexts()
const place = document.getElementById('portal')
if (place) {
  createRoot(place).render(
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}
