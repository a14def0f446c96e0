/** Colours of organisations, made such that everybody can read what stands in them. */

type Rgb = readonly [red: number, green: number, blue: number]

/** What WCAG 2.2 asks of text (1.4.3). */
const enough = 4.5

/** The papers and cards of our pages, in the light and in the dark: what a colour must be told from. */
const light: readonly Rgb[] = [
  [250, 248, 243],
  [255, 255, 255],
]
const dark: readonly Rgb[] = [
  [23, 26, 24],
  [31, 35, 32],
]
const black: Rgb = [0, 0, 0]
const white: Rgb = [255, 255, 255]

/**
 * The style sheet that draws our pages in an organisation's colour: as it is where it can be read, else as much darker, or
 * in the dark lighter, as needed. Links, buttons and the marks of focus bear it.
 */
export function brandStyle(colour: string): string {
  const own = parse(colour)
  const byDay = readable(own, light, black)
  const byNight = readable(own, dark, white)
  return `:root{${rules(byDay, mix(byDay, black, 0.25), white)}}
@media (prefers-color-scheme:dark){:root{${rules(byNight, mix(byNight, white, 0.4), [16, 19, 18])}}}
@media print{:root{--main:#000}}
`
}

/** How much two colours differ in lightness, from 1 to 21, as WCAG computes it. */
export function contrast(one: string, other: string): number {
  return ratio(parse(one), parse(other))
}

function rules(main: Rgb, deep: Rgb, on: Rgb): string {
  return `--main:${write(main)};--maindeep:${write(deep)};--onmain:${write(on)}`
}

/** The colour, or the nearest on its way to black or white that is told from all of these. */
function readable(colour: Rgb, from: readonly Rgb[], towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(colour, towards, share)
    if (from.every((other) => ratio(mixed, other) >= enough)) return mixed
  }
  return towards
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2) => Math.round(one[i] + (other[i] - one[i]) * share)
  return [part(0), part(1), part(2)]
}

function ratio(one: Rgb, other: Rgb): number {
  const [first, second] = [luminance(one), luminance(other)]
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number) =>
    value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function parse(colour: string): Rgb {
  const number = Number.parseInt(colour.slice(1), 16)
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255]
}

function write(colour: Rgb): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
