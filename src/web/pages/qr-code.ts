import { encodeQR } from 'qr'
import { type Html, html } from './html.ts'

/** The text as a QR code, dark on light whatever the page's colours are, with the light edge that readers need. */
export function qrCode(text: string, label: string): Html {
  return draw(text, html`class="qr" role="img" aria-label="${label}"`)
}

/** The same as a picture of its own, to be put on paper. */
export function qrPicture(text: string, label: string): string {
  return draw(text, html`xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}"`).toString()
}

function draw(text: string, attributes: Html): Html {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return html`<svg ${attributes} viewBox="0 0 ${rows.length} ${rows.length}" shape-rendering="crispEdges">
<path fill="#fff" d="M0 0h${rows.length}v${rows.length}H0z"/><path fill="#000" d="${path}"/></svg>`
}
