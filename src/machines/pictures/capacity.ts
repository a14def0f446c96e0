import type { Capacity, HostCapacity, Load } from '../capacity.ts'
import { spellSize } from '../sizes.ts'
import { breakLines, element, type Look, picture, plainLook, text, widthOf } from './svg.ts'
import { type Words, wordsIn } from './words.ts'

const left = 70
const right = 24
const plot = 260
const head = 100
const foot = 118
const widest = 84

/**
 * The memory of each host, month by month: what every machine takes, and the line that it must not pass. An SVG that needs
 * nothing else.
 */
export function drawCapacity({ hosts }: Capacity, { theme, language }: Look = plainLook): string {
  const words = wordsIn[language]
  const columns = Math.max(1, ...hosts.map((host) => loadsOf(host).length))
  const width = Math.max(left + columns * (widest + 12) + right, 460)
  const each = head + plot + foot
  const height = Math.max(each * hosts.length, 60)
  const shapes = hosts.flatMap((host, index) => drawHost(host, index * each, width, words))
  const description = hosts.map((host) => describe(host, words)).join(' ')
  return picture({ width, height, title: 'Memory of each host, month by month', description, theme }, shapes)
}

/** What the picture shows, in a sentence. */
export function describe(capacity: HostCapacity, words: Words = wordsIn.en): string {
  const { host } = capacity
  const over = loadsOf(capacity).find(({ memory }) => memory.used > memory.limit)
  if (!over) return words.suffices(host.name, spellSize(host.memory))
  const month = over.month === undefined ? undefined : words.month(over.month)
  return words.passed(host.name, spellSize(host.memory), month, spellSize(over.memory.used))
}

function loadsOf({ months, now }: HostCapacity): readonly Load[] {
  return months.length === 0 ? [now] : months
}

function drawHost(capacity: HostCapacity, top: number, width: number, words: Words): string[] {
  const { host } = capacity
  const loads = loadsOf(capacity)
  const most = Math.max(host.memory * 1.08, ...loads.map(({ memory }) => memory.used * 1.04))
  const bottom = top + head + plot
  const yOf = (amount: number) => bottom - (amount / most) * plot
  const limit = yOf(host.memory)
  const column = (width - left - right) / loads.length
  const environments = [...new Set(loads.flatMap(({ shares }) => shares.map(({ environment }) => environment)))]
  const bars = loads.flatMap((load, index) =>
    drawBar(load, {
      middle: left + column * (index + 0.5),
      width: Math.min(column - 12, widest),
      yOf,
      bottom,
      environments,
      reserved: host.reserved,
      limit,
      words,
    }),
  )
  return [
    ...breakLines(describe(capacity, words), 19, width - 48).map((sentence, index) =>
      text(24, top + 26 + index * 21, sentence, { class: 'ink title' }),
    ),
    ...legend([words.hostItself, ...environments], top + 74),
    ...drawScale(most, yOf, width, limit),
    ...bars,
    element('line', {
      x1: left,
      x2: width - right,
      y1: limit,
      y2: limit,
      class: 'limit',
      'stroke-width': 2,
      'stroke-dasharray': '6 4',
    }),
    text(left - 8, limit + 4, spellSize(host.memory), { class: 'over end' }),
    ...loads.map((load, index) => drawTotal(load, left + column * (index + 0.5), yOf(load.memory.used) - 6)),
  ]
}

function legend(names: readonly string[], y: number): string[] {
  let x = left
  return names.flatMap((name, index) => {
    const at = x
    x += widthOf(name, 13) + 44
    const colour = index === 0 ? 'host' : colourOf(index - 1)
    return [
      element('rect', { x: at, y: y - 10, width: 12, height: 12, class: colour }),
      text(at + 18, y, name, { class: 'ink' }),
    ]
  })
}

/** Lines across, at whole steps, but for where the limit is named. */
function drawScale(most: number, yOf: (amount: number) => number, width: number, limit: number): string[] {
  const step =
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((size) => size * 1024).find((size) => most / size <= 6) ?? most
  const count = Math.floor(most / step)
  return Array.from({ length: count + 1 }, (_, index) => index * step).flatMap((amount) => {
    const y = yOf(amount)
    if (Math.abs(y - limit) < 14) return []
    return [
      element('line', { x1: left, x2: width - right, y1: y, y2: y, class: 'line', 'stroke-width': 1 }),
      text(left - 8, y + 4, amount === 0 ? '0' : spellSize(amount), { class: 'quiet end small' }),
    ]
  })
}

interface Column {
  readonly middle: number
  readonly width: number
  readonly yOf: (amount: number) => number
  readonly bottom: number
  readonly environments: readonly string[]
  /** MiB that the host itself takes. */
  readonly reserved: number
  /** Where the line of the limit runs. */
  readonly limit: number
  readonly words: Words
}

function drawBar({ month, shares, arrivals }: Load, column: Column): string[] {
  const { middle, width, yOf, bottom, environments, reserved, limit, words } = column
  const x = middle - width / 2
  let below = reserved
  const blocks = [...shares]
    .toSorted((a, b) => environments.indexOf(a.environment) - environments.indexOf(b.environment))
    .flatMap(({ machine, environment, memory: size }) => {
      const [y, height] = [yOf(below + size), yOf(below) - yOf(below + size)]
      below += size
      const index = environments.indexOf(environment)
      const block = element('rect', { x, y, width, height, class: `${colourOf(index)} gap`, 'stroke-width': 1 })
      // A name has no room in a small block, and cannot be read with the line of the limit through it.
      return height < 13 || Math.abs(y + height / 2 - limit) < 8
        ? [block]
        : [block, text(middle, y + height / 2 + 4, machine, { class: `on${index % 4} middle small` })]
    })
  const names = [...new Set(arrivals.map((arrival) => arrival.split(' ')[0] ?? ''))]
  return [
    element('rect', { x, y: yOf(reserved), width, height: bottom - yOf(reserved), class: 'host' }),
    ...blocks,
    text(middle, bottom + 20, month === undefined ? words.now : words.shortMonth(month), { class: 'ink middle' }),
    text(middle, bottom + 35, month?.slice(0, 4) ?? '', { class: 'quiet middle small' }),
    ...names
      .slice(0, 4)
      .map((name, index) => text(middle, bottom + 54 + index * 14, `+ ${name}`, { class: 'quiet middle small' })),
    ...(names.length > 4
      ? [text(middle, bottom + 110, words.more(names.length - 4), { class: 'quiet middle small' })]
      : []),
  ]
}

/** What a month takes in all; drawn last, so that no line runs through it. */
function drawTotal({ memory }: Load, x: number, y: number): string {
  return text(x, y, spellSize(memory.used), { class: `${memory.used > memory.limit ? 'over' : 'ink'} middle halo` })
}

function colourOf(index: number): string {
  return `e${index % 4}`
}
