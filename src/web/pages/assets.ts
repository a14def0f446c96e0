import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { script } from '../vision/script.ts'
import { html } from './html.ts'
import { style } from './style.ts'

/** Our mark: a mushroom, and the threads beneath that connect. Drawn in the colour of the text around it. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
<path fill="currentColor" d="M2.5 14.2C2.5 7.4 8.3 2 16 2s13.5 5.4 13.5 12.2c0 1.4-5.6 2.3-10.3 2.4.1 1.8.4 3.3 1.1 4.6h-8.6c.7-1.3 1-2.8 1.1-4.6-4.7-.1-10.3-1-10.3-2.4z"/>
<path fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" d="M12.5 21.5C11 25.5 6 24 3 28M15 21.5c0 3-3.5 4-4.5 8M17 21.5c0 3 3.5 4 4.5 8M19.5 21.5c1.5 4 6.5 2.5 9.5 6.5M7.4 25.3C5.5 24.3 3.5 24 1.5 24.5M24.6 25.3c1.9-1 3.9-1.3 5.9-.8M16 21.5v8.5"/>
</svg>`

const iconStyle = html`<style>svg{color:#6b4a2b}@media (prefers-color-scheme:dark){svg{color:#e9c39b}}</style>`
const icon = mark
  .toString()
  .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
  .replace('<path', `${iconStyle}<path`)

/** Where the style sheet is: its address changes with its content, so browsers may keep it for good. */
export const stylePath = `/assets/${hashOf(style)}.css`
export const iconPath = `/assets/${hashOf(icon)}.svg`
/** The script of the picture wall. */
export const visionScriptPath = `/assets/${hashOf(script)}.js`

const forGood = 'public, max-age=31536000, immutable'

export function serveAssets(app: FastifyInstance): void {
  serve(app, stylePath, 'text/css; charset=utf-8', style)
  serve(app, iconPath, 'image/svg+xml', icon)
  serve(app, visionScriptPath, 'text/javascript; charset=utf-8', script)
}

function serve(app: FastifyInstance, path: string, type: string, content: string): void {
  app.get(path, (_, reply) =>
    reply.type(type).header('cache-control', forGood).header('x-content-type-options', 'nosniff').send(content),
  )
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
