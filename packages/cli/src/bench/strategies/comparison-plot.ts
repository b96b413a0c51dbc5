import type { Comparison } from './comparison.js'
import { linePlot } from '../videos/line-plot.js'
import { measures } from '../videos/measures.js'

const QUARTERS = ['1st quarter', '2nd', '3rd', '4th']

const middleOf = (quarter: number): number => (quarter + 0.5) / QUARTERS.length

/** One measure over the quarters of the videos as SVG: a line per contestant, its 95 % intervals as bars. */
export function comparisonPlot(comparison: Comparison, measure: string): string {
  return linePlot({
    title: measures[measure]?.title ?? measure,
    labels: QUARTERS.map((text, quarter) => ({ at: middleOf(quarter), text })),
    series: Object.entries(comparison).map(([name, scores]) => ({
      name,
      points: (scores[measure]?.quarters ?? []).flatMap((point, quarter) =>
        point ? [{ ...point, at: middleOf(quarter) }] : [],
      ),
    })),
    apart: 6,
  })
}
