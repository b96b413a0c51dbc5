import type { NodeView } from '@frameloom/protocol'
import { useState } from 'react'
import { useStore } from 'zustand'
import { nodeViewOf } from '../run/node-view-of.js'
import { useStudio } from '../studio/studio-context.js'

/** A figure of the last chunks that is neither a time nor a rate of playback. */
interface Series {
  readonly name: string
  readonly values: readonly number[]
}

const BOX = { width: 64, height: 18 }

/** Figures that are shown before more are asked for. */
const FIRST = 5

/** What a node measures, each figure as a line over the last chunks with its newest value. */
export function CardCharts({ id }: { readonly id: string }) {
  const { run } = useStudio()
  const recent = useStore(run.store, ({ view }) => nodeViewOf(view, id)?.recent)
  const series = seriesOf(recent ?? [])
  const [all, setAll] = useState(false)
  if (series.length === 0) return null
  return (
    <div className="charts">
      {(all ? series : series.slice(0, FIRST)).map(({ name, values }) => (
        <div key={name}>
          <span className="chart-name">{inWords(name)}</span>
          <svg {...BOX} viewBox={`0 0 ${BOX.width} ${BOX.height}`} aria-hidden>
            <polyline points={points(values)} />
          </svg>
          <output>{shortNumber(values.at(-1) ?? 0)}</output>
        </div>
      ))}
      {series.length > FIRST && (
        <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer figures' : `All ${series.length} figures`}
        </button>
      )}
    </div>
  )
}

function seriesOf(recent: NodeView['recent']): readonly Series[] {
  const names = Object.keys(recent.at(-1)?.measurements ?? {}).filter((name) => !/(Ms|Fps)$/.test(name))
  return names.map((name) => ({ name, values: recent.flatMap(({ measurements }) => measurements[name] ?? []) }))
}

function points(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low || 1
  const step = BOX.width / Math.max(values.length - 1, 1)
  const line = values.map(
    (value, index) => `${index * step},${BOX.height - 2 - ((value - low) / span) * (BOX.height - 4)}`,
  )
  return line.join(' ')
}

const inWords = (name: string): string => name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)

/** Three digits; as a power of ten where the zeros before them would not fit. */
const shortNumber = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.001
    ? value.toExponential(1)
    : value.toLocaleString('en', { maximumSignificantDigits: 3 })
