import type { Capacity, HostCapacity, Load } from '../capacity.ts'
import { nameOfMonth } from '../months.ts'
import { spellSize } from '../sizes.ts'
import { breakLines, element, picture, type Theme, text, widthOf } from './svg.ts'

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
export function drawCapacity({ hosts }: Capacity, theme: Theme = 'auto'): string {
  const columns = Math.max(1, ...hosts.map((host) => loadsOf(host).length))
  const width = Math.max(left + columns * (widest + 12) + right, 460)
  const each = head + plot + foot
  const height = Math.max(each * hosts.length, 60)
  const shapes = hosts.flatMap((host, index) => drawHost(host, index * each, width))
  const description = hosts.map(describe).join(' ')
  return picture({ width, height, title: 'Memory of each host, month by month', description, theme }, shapes)
}

/** What the picture shows, in a sentence. */
export function describe(capacity: HostCapacity): string {
  const { host } = capacity
  const over = loadsOf(capacity).find(({ memory }) => memory.used > memory.limit)
  if (!over) return `${host.name}: the ${spellSize(host.memory)} suffice in every month.`
  const when = over.month === undefined ? 'already' : `in ${spellMonth(over.month)}`
  return `${host.name}: ${spellSize(host.memory)} are passed ${when}, with ${spellSize(over.memory.used)}.`
}

function loadsOf({ months, now }: HostCapacity): readonly Load[] {
  return months.length === 0 ? [now] : months
}

function spellMonth(month: string): string {
  return `${nameOfMonth(month)} ${month.slice(0, 4)}`
}

function drawHost(capacity: HostCapacity, top: number, width: number): string[] {
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
    }),
  )
  return [
    ...breakLines(describe(capacity), 17, width - 48).map((words, index) =>
      text(24, top + 26 + index * 21, words, { class: 'ink title' }),
    ),
    ...legend(environments, top + 74),
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

function legend(environments: readonly string[], y: number): string[] {
  const names = ['the host itself', ...environments]
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
}

function drawBar({ month, shares, arrivals }: Load, column: Column): string[] {
  const { middle, width, yOf, bottom, environments, reserved } = column
  const x = middle - width / 2
  let below = reserved
  const blocks = [...shares]
    .toSorted((a, b) => environments.indexOf(a.environment) - environments.indexOf(b.environment))
    .flatMap(({ machine, environment, memory: size }) => {
      const [y, height] = [yOf(below + size), yOf(below) - yOf(below + size)]
      below += size
      const index = environments.indexOf(environment)
      const block = element('rect', { x, y, width, height, class: `${colourOf(index)} gap`, 'stroke-width': 1 })
      return height < 13
        ? [block]
        : [block, text(middle, y + height / 2 + 4, machine, { class: `on${index % 4} middle small` })]
    })
  const names = [...new Set(arrivals.map((arrival) => arrival.split(' ')[0] ?? ''))]
  return [
    element('rect', { x, y: yOf(reserved), width, height: bottom - yOf(reserved), class: 'host' }),
    ...blocks,
    text(middle, bottom + 20, month === undefined ? 'now' : nameOfMonth(month).slice(0, 3), { class: 'ink middle' }),
    text(middle, bottom + 35, month?.slice(0, 4) ?? '', { class: 'quiet middle small' }),
    ...names
      .slice(0, 4)
      .map((name, index) => text(middle, bottom + 54 + index * 14, `+ ${name}`, { class: 'quiet middle small' })),
    ...(names.length > 4
      ? [text(middle, bottom + 110, `and ${names.length - 4} more`, { class: 'quiet middle small' })]
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
