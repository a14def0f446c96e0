import type { Language } from './words.ts'

/** How a picture is coloured: as whoever looks at it has it, or always the same. */
export type Theme = 'auto' | 'light' | 'dark'

/** For whom a picture is drawn. */
export interface Look {
  readonly theme: Theme
  readonly language: Language
}

export const plainLook: Look = { theme: 'auto', language: 'en' }

type Value = string | number | undefined

/** An element with its attributes; `children` are elements already. Attributes without a value are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Value>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(spell(value))}"`)
    .join('')
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`
}

/** A line of text. */
export function text(x: number, y: number, words: string, attributes: Readonly<Record<string, Value>> = {}): string {
  return element('text', { x, y, ...attributes }, [escape(words)])
}

/** A whole picture: its size, what it is called, and what it shows in words for those who do not see it. */
export function picture({ width, height, title, description, theme }: Frame, shapes: readonly string[]): string {
  const head = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` }
  return `${element('svg', { ...head, role: 'img', 'aria-labelledby': 'title description' }, [
    `<title id="title">${escape(title)}</title>`,
    `<desc id="description">${escape(description)}</desc>`,
    `<style>${styles(theme)}</style>`,
    element('rect', { class: 'paper', width, height }),
    ...shapes,
  ])}\n`
}

export interface Frame {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly description: string
  readonly theme: Theme
}

/** About how wide a text is at a size of letters, in the same unit. */
export function widthOf(words: string, size: number): number {
  return Array.from(words).length * size * 0.56
}

/** A text in lines that are at most so wide, broken at blanks. */
export function breakLines(words: string, size: number, width: number): string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length > 0 && widthOf(longer, size) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

const light = `
.paper{fill:#fff}.halo{stroke:#fff}.ink{fill:#1f2a24}.quiet{fill:#5a665f}.line{stroke:#d5dcd8}.limit{stroke:#b3261e}.over{fill:#b3261e}
.host{fill:#b9c2bd}.e0{fill:#2f6f4f}.e1{fill:#7fb398}.e2{fill:#3b6ea5}.e3{fill:#a58a3b}.on0,.on2{fill:#fff}.on1,.on3{fill:#12201a}
.gap{stroke:#fff}.promise{stroke:#5a665f;fill:#fff}.late{stroke:#b3261e}.drop{fill:#2b78c5}.disk{fill:#5a665f}
.planned{fill:#8a968f}.staging{fill:#c98a1b}.production{fill:#2f6f4f}.retired{fill:#d5dcd8}`

const dark = `
.paper{fill:#1b211e}.halo{stroke:#1b211e}.ink{fill:#e7ece9}.quiet{fill:#a6b2ab}.line{stroke:#3a443f}.limit{stroke:#ff8a80}.over{fill:#ff8a80}
.host{fill:#59645e}.e0{fill:#5fae86}.e1{fill:#35604b}.e2{fill:#7fb0e6}.e3{fill:#d8bd6c}.on0,.on2,.on3{fill:#0d1511}.on1{fill:#e7ece9}
.gap{stroke:#1b211e}.promise{stroke:#a6b2ab;fill:#1b211e}.late{stroke:#ff8a80}.drop{fill:#7fb8f0}.disk{fill:#a6b2ab}
.planned{fill:#8a968f}.staging{fill:#e0a94a}.production{fill:#5fae86}.retired{fill:#3a443f}`

function styles(theme: Theme): string {
  const always =
    'text{font-family:system-ui,sans-serif;font-size:13px}.small{font-size:11px}.title{font-size:17px;font-weight:600}.end{text-anchor:end}.middle{text-anchor:middle}.halo{paint-order:stroke;stroke-width:4;stroke-linejoin:round}'
  if (theme === 'dark') return always + dark
  return theme === 'light' ? always + light : `${always}${light}@media(prefers-color-scheme:dark){${dark}}`
}

function spell(value: Value): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value)
}

function escape(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\p{Cc}/gu, ' ')
}
