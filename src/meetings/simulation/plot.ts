import type { Result } from './simulate.ts'

const size = { width: 860, height: 420 }
const inner = { left: 64, right: 20, top: 44, bottom: 56 }

/** An SVG drawing of people per server over time, with the capacity as a line; readable on light and dark. */
export function plotServers({ samples, policy }: Result, capacity: number, title: string): string {
  const servers = samples[0]?.people.length ?? 0
  const lastAt = samples.at(-1)?.at || 1
  const most = Math.max(capacity, ...samples.flatMap(({ people }) => people)) * 1.08
  const x = (at: number) => inner.left + (at / lastAt) * (size.width - inner.left - inner.right)
  const y = (people: number) => size.height - inner.bottom - (people / most) * (size.height - inner.top - inner.bottom)
  const lines = Array.from({ length: servers }, (_, server) => {
    const points = samples.map(({ at, people }) => `${round(x(at))},${round(y(people[server] ?? 0))}`)
    const hue = Math.round((360 * server) / Math.max(servers, 1))
    return `<polyline class="server" stroke="hsl(${hue} 65% 50%)" points="${points.join(' ')}"><title>server ${server + 1}</title></polyline>`
  })
  const right = size.width - inner.right
  const bottom = size.height - inner.bottom
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="paper" width="${size.width}" height="${size.height}"/>`,
    `<text class="heading" x="${inner.left}" y="26">${escape(title)}</text>`,
    ...ticks(most / 1.08).map(
      (people) =>
        `<path class="grid" d="M${inner.left} ${round(y(people))}H${right}"/>` +
        `<text x="${inner.left - 8}" y="${round(y(people) + 4)}" text-anchor="end">${people}</text>`,
    ),
    ...ticks(lastAt / 60_000).map(
      (minutes) => `<text x="${round(x(minutes * 60_000))}" y="${bottom + 18}" text-anchor="middle">${minutes}</text>`,
    ),
    ...lines,
    `<path class="capacity" d="M${inner.left} ${round(y(capacity))}H${right}"/>`,
    `<text x="${right}" y="${round(y(capacity) - 6)}" text-anchor="end">capacity of a server: ${capacity}</text>`,
    `<path class="axis" d="M${inner.left} ${inner.top}V${bottom}H${right}"/>`,
    `<text x="${(inner.left + right) / 2}" y="${size.height - 14}" text-anchor="middle">minutes</text>`,
    `<text transform="translate(18 ${(inner.top + bottom) / 2}) rotate(-90)" text-anchor="middle">people on a server (${escape(policy)})</text>`,
    '</svg>\n',
  ].join('\n')
}

const style = [
  'text{font:13px system-ui,sans-serif;fill:#222}.heading{font-weight:600;font-size:15px}.paper{fill:#fff}',
  '.server{fill:none;stroke-width:1.6;opacity:.85}.axis{fill:none;stroke:#222}.grid{stroke:#8884}',
  '.capacity{stroke:#c02020;stroke-width:1.5;stroke-dasharray:6 4}',
  '@media(prefers-color-scheme:dark){text{fill:#eee}.paper{fill:#16181c}.axis{stroke:#eee}.capacity{stroke:#ff7b72}}',
].join('')

/** About five round numbers from 0 to the highest. */
function ticks(highest: number): number[] {
  const rough = highest / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => round(index * step))
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
