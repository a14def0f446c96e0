import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { html } from './html.ts'
import { style } from './style.ts'

/** Our mark: a mushroom, and the threads beneath that connect. Drawn in the colour of the text around it. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
<path fill="currentColor" d="M4.5 13.5C4.5 7.1 9.6 2.5 16 2.5s11.5 4.6 11.5 11c0 .8-.6 1.3-1.4 1.3H5.9c-.8 0-1.4-.5-1.4-1.3z"/>
<path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" d="M16 14v13M16 19c0 4.5-8.5 2.5-10.5 7.5M16 19c0 4.5 8.5 2.5 10.5 7.5M8.5 22.6c-1.5-.6-3-.6-4.5.4M23.5 22.6c1.5-.6 3-.6 4.5.4"/>
<g fill="currentColor"><circle cx="5.3" cy="27.3" r="2.1"/><circle cx="16" cy="28.5" r="2.1"/><circle cx="26.7" cy="27.3" r="2.1"/></g>
</svg>`

const iconStyle = html`<style>svg{color:#6b4a2b}@media (prefers-color-scheme:dark){svg{color:#e9c39b}}</style>`
const icon = mark
  .toString()
  .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
  .replace('<path', `${iconStyle}<path`)

/** Where the style sheet is: its address changes with its content, so browsers may keep it for good. */
export const stylePath = `/assets/${hashOf(style)}.css`
export const iconPath = `/assets/${hashOf(icon)}.svg`

const forGood = 'public, max-age=31536000, immutable'

export function serveAssets(app: FastifyInstance): void {
  serve(app, stylePath, 'text/css; charset=utf-8', style)
  serve(app, iconPath, 'image/svg+xml', icon)
}

function serve(app: FastifyInstance, path: string, type: string, content: string): void {
  app.get(path, (_, reply) =>
    reply.type(type).header('cache-control', forGood).header('x-content-type-options', 'nosniff').send(content),
  )
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
