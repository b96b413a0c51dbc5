import { linePlot } from '../videos/line-plot.js'
import type { HourResult } from './hour-result.js'

/** Minutes between the labels under a plot, at least: more would not fit. */
const LABELS = 12

interface HourPlot {
  readonly title: string
  /** What each measure is called in the plot, by its name in `result`. */
  readonly names: Readonly<Record<string, string>>
}

/** Measures over the minutes of long videos as SVG: a line for each. */
export function hourPlot(result: HourResult, { title, names }: HourPlot): string {
  const measures = Object.keys(names).flatMap((name) => (result[name] ? [{ name, ...result[name] }] : []))
  const minutes = Math.max(1, ...measures.map((measure) => measure.minutes.means.length))
  const at = (minute: number) => (minute + 0.5) / minutes
  const step = Math.ceil(minutes / LABELS)
  const labelled = Array.from({ length: Math.ceil(minutes / step) }, (_, i) => i * step)
  return linePlot({
    title,
    labels: labelled.map((minute) => ({ at: at(minute), text: `${minute + 1}` })),
    series: measures.map(({ name, minutes: { means, lows, highs } }) => ({
      name: names[name] ?? name,
      points: means.flatMap((mean, minute) =>
        mean === null ? [] : [{ at: at(minute), mean, low: lows[minute] ?? mean, high: highs[minute] ?? mean }],
      ),
    })),
  })
}
