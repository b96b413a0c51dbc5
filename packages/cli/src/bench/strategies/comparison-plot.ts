import type { Comparison } from './comparison.js'
import { measures } from './measures.js'

const [WIDTH, HEIGHT] = [720, 360]
const PLOT = { left: 56, right: 520, top: 40, bottom: 310 }
/** Okabe and Ito's colours, which people tell apart whatever colours they see, then their darker kin. */
const COLOURS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#000000',
  '#7f7f7f',
  '#8c510a',
  '#01665e',
  '#762a83',
  '#b2182b',
]
const QUARTERS = ['1st quarter', '2nd', '3rd', '4th']

/** One measure over the quarters of the videos as SVG: a line per contestant, its 95 % intervals as bars. */
export function comparisonPlot(comparison: Comparison, measure: string): string {
  const series = Object.entries(comparison).map(([name, scores], i) => ({
    name,
    colour: COLOURS[i % COLOURS.length] ?? '#000000',
    /** Side by side, so that bars do not hide each other. */
    aside: 6 * (i - (Object.keys(comparison).length - 1) / 2),
    points: (scores[measure]?.quarters ?? []).flatMap((point, quarter) => (point ? [{ ...point, quarter }] : [])),
  }))
  const ends = series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]))
  const [least, most] = [Math.min(0, ...ends), Math.max(1, ...ends)]
  const x = (quarter: number) => PLOT.left + ((quarter + 0.5) * (PLOT.right - PLOT.left)) / QUARTERS.length
  const y = (value: number) => PLOT.bottom - ((value - least) / (most - least)) * (PLOT.bottom - PLOT.top)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => least + share * (most - least))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    label([PLOT.left, 22], measures[measure]?.title ?? measure, 'font-size="15"'),
    ...ticks.flatMap((tick) => [
      `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="#dddddd"/>`,
      label([PLOT.left - 6, y(tick) + 4], tick.toFixed(2), 'text-anchor="end"'),
    ]),
    ...QUARTERS.map((name, quarter) => label([x(quarter), PLOT.bottom + 20], name, 'text-anchor="middle"')),
    ...series.flatMap(({ name, colour, aside, points }, i) => [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map((point) => `${at(x(point.quarter) + aside)},${at(y(point.mean))}`).join(' ')}"/>`,
      ...points.map(({ quarter, low, high }) => {
        const place = at(x(quarter) + aside)
        return `<line x1="${place}" x2="${place}" y1="${at(y(low))}" y2="${at(y(high))}" stroke="${colour}" stroke-width="4" stroke-opacity="0.35"/>`
      }),
      `<rect x="${PLOT.right + 16}" y="${PLOT.top + 20 * i}" width="12" height="12" fill="${colour}"/>`,
      label([PLOT.right + 34, PLOT.top + 20 * i + 10], name),
    ]),
    '</svg>',
    '',
  ].join('\n')
}

const at = (place: number): string => place.toFixed(1)

const label = ([x, y]: readonly [x: number, y: number], text: string, how = ''): string =>
  `<text x="${at(x)}" y="${at(y)}" ${how}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
