import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import type { Day } from '../pages/usage/sums.ts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'

const height = 260

/** Minutes by day of a month as stacked bars. The same numbers are in the table below it, for whoever does not see it. */
export function DayPlot({ days }: { readonly days: readonly Day[] }) {
  // The colours are read from the page when it is drawn.
  return <Bars key={useComputedColorScheme()} days={days} />
}

function Bars({ days }: { readonly days: readonly Day[] }) {
  const { t } = useText()
  const { minutes } = useFormat()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = place.current
    if (!parent) return
    const names = { listening: t('usage.listening'), speaking: t('usage.speaking'), camera: t('usage.camera') }
    const plot = new uPlot(optionsOf({ width: parent.clientWidth, names, minutes }), stack(days), parent)
    const watcher = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height }))
    watcher.observe(parent)
    return () => {
      watcher.disconnect()
      plot.destroy()
    }
  }, [days, t, minutes])
  return <div className="plot" ref={place} role="img" aria-label={t('usage.plot')} />
}

interface Looks {
  readonly width: number
  readonly names: Readonly<Record<'listening' | 'speaking' | 'camera', string>>
  minutes(value: number): string
}

function optionsOf({ width, names, minutes }: Looks): uPlot.Options {
  const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
  const bars = uPlot.paths.bars?.({ size: [0.7, 48], radius: 0.1 })
  const series = (label: string, fill: string) => ({
    label,
    fill: colour(fill),
    width: 0,
    points: { show: false },
    ...(bars ? { paths: bars } : {}),
  })
  return {
    width,
    height,
    legend: { live: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(most, 1)] } },
    axes: [
      { ...axis, grid: { show: false }, incrs: [1, 2, 5], values: (_, days) => days.map(String) },
      { ...axis, size: 64, values: (_, values) => values.map(minutes) },
    ],
    series: [
      {},
      series(names.camera, '--plot-camera'),
      series(names.speaking, '--plot-speaking'),
      series(names.listening, '--plot-listening'),
    ],
  }
}

/** The highest bar is drawn first: each holds those below it. */
function stack(days: readonly Day[]): uPlot.AlignedData {
  return [
    days.map(({ day }) => new Date(day).getUTCDate()),
    days.map(({ listening, speaking, camera }) => listening + speaking + camera),
    days.map(({ listening, speaking }) => listening + speaking),
    days.map(({ listening }) => listening),
  ]
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name)
}
