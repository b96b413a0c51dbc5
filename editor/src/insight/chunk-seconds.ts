import type { RunView } from '@frameloom/protocol'

/** How long a chunk plays; undefined before a node has told its frame rate as the measurement `playbackFps`. */
export function chunkSeconds(view: RunView | undefined): number | undefined {
  for (const { recent } of Object.values(view?.nodes ?? {})) {
    const last = recent.at(-1)
    const fps = last?.measurements['playbackFps']
    if (last !== undefined && fps !== undefined && fps > 0) return last.frames / fps
  }
  return undefined
}

/** `0.8 s`, `12 s`, `3.4 min`, `2.1 h`. */
export function inTime(seconds: number): string {
  if (seconds < 10) return `${round(seconds, 1)} s`
  if (seconds < 100) return `${round(seconds, 0)} s`
  return seconds < 6000 ? `${round(seconds / 60, 1)} min` : `${round(seconds / 3600, 1)} h`
}

const round = (value: number, maximumFractionDigits: number) => value.toLocaleString('en', { maximumFractionDigits })
