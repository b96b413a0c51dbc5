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

/** A value and where it may lie. */
interface PlotPoint {
  /** Place across, as a share of the plot's width. */
  readonly at: number
  readonly mean: number
  readonly low: number
  readonly high: number
}

export interface LinePlot {
  readonly title: string
  /** Under the plot; `at` as that of points. */
  readonly labels: readonly { readonly at: number; readonly text: string }[]
  readonly series: readonly { readonly name: string; readonly points: readonly PlotPoint[] }[]
  /** Pixels from one series to the next, so that the bars of points at one place do not hide each other. */
  readonly apart?: number
}

/** Lines as SVG, with their intervals as bars; from 0, or the least value below it, up to 1, or the greatest value above it. */
export function linePlot({ title, labels, series, apart = 0 }: LinePlot): string {
  const drawn = series.map(({ name, points }, i) => ({
    name,
    points,
    colour: COLOURS[i % COLOURS.length] ?? '#000000',
    aside: apart * (i - (series.length - 1) / 2),
  }))
  const ends = series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]))
  const [least, most] = [Math.min(0, ...ends), Math.max(1, ...ends)]
  const x = (share: number) => PLOT.left + share * (PLOT.right - PLOT.left)
  const y = (value: number) => PLOT.bottom - ((value - least) / (most - least)) * (PLOT.bottom - PLOT.top)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => least + share * (most - least))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    label([PLOT.left, 22], title, 'font-size="15"'),
    ...ticks.flatMap((tick) => [
      `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${pixel(y(tick))}" y2="${pixel(y(tick))}" stroke="#dddddd"/>`,
      label([PLOT.left - 6, y(tick) + 4], tick.toFixed(most - least >= 10 ? 0 : 2), 'text-anchor="end"'),
    ]),
    ...labels.map(({ at, text }) => label([x(at), PLOT.bottom + 20], text, 'text-anchor="middle"')),
    ...drawn.flatMap(({ name, colour, aside, points }, i) => [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map(({ at, mean }) => `${pixel(x(at) + aside)},${pixel(y(mean))}`).join(' ')}"/>`,
      ...points.map(({ at, low, high }) => {
        const place = pixel(x(at) + aside)
        return `<line x1="${place}" x2="${place}" y1="${pixel(y(low))}" y2="${pixel(y(high))}" stroke="${colour}" stroke-width="4" stroke-opacity="0.35"/>`
      }),
      `<rect x="${PLOT.right + 16}" y="${PLOT.top + 20 * i}" width="12" height="12" fill="${colour}"/>`,
      label([PLOT.right + 34, PLOT.top + 20 * i + 10], name),
    ]),
    '</svg>',
    '',
  ].join('\n')
}

const pixel = (place: number): string => place.toFixed(1)

const label = ([x, y]: readonly [x: number, y: number], text: string, how = ''): string =>
  `<text x="${pixel(x)}" y="${pixel(y)}" ${how}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`
