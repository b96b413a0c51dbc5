import type { Cue } from '../graph/timeline.js'

export interface CueStripProps {
  readonly cues: readonly Cue[]
  /** Chunks that a run has finished. */
  readonly playing: number | undefined
}

/** Where the cues are and how far the run is. */
export function CueStrip({ cues, playing }: CueStripProps) {
  const last = cues.at(-1)?.entry.chunk ?? 0
  if (cues.length === 0) return null
  const end = Math.max(last * 1.15, last + 4)
  const place = (chunk: number) => `${Math.min(chunk / end, 1) * 100}%`
  return (
    <div className="cue-strip" aria-hidden>
      {cues.map(({ index, entry }) => (
        <i key={index} style={{ left: place(entry.chunk) }}>
          <small>{entry.chunk}</small>
        </i>
      ))}
      {playing !== undefined && <b style={{ left: place(playing) }} />}
    </div>
  )
}
