import type { FrameloomArea } from '@frameloom/rete-plugin'

/** The least shows some hundred cards at once. */
export const ZOOM = { min: 0.05, max: 2.5 } as const

/** Below this zoom fields are too small to be read. */
export const READABLE = 0.4

/** From this zoom on fields are shown even while a hand still zooms in. */
export const LEGIBLE = 1

export const clampZoom = (zoom: number): number => Math.min(ZOOM.max, Math.max(ZOOM.min, zoom))

/** Keeps the zoom within its limits; a double click adds a node and does not zoom. */
export function limitZoom(area: FrameloomArea): void {
  area.addPipe((signal) => {
    if (signal.type !== 'zoom') return signal
    if (signal.data.source === 'dblclick') return undefined
    return { ...signal, data: { ...signal.data, zoom: clampZoom(signal.data.zoom) } }
  })
}
