import type { FrameloomArea } from '@frameloom/rete-plugin'

/** Milliseconds after its last step from which on a zoom is over. */
const REST = 250

/** A hand that zooms, by a wheel, two fingers, or keys that repeat: from its first step on until it has rested for a moment. */
export interface ZoomGesture {
  readonly isOn: () => boolean
  /** The hand zooms now: to be called before the view does. */
  readonly step: () => void
  /** Calls back when a gesture has begun, before its first step, and when it has ended. Returns how to stop that. */
  readonly onChange: (listener: () => void) => () => void
  readonly stop: () => void
}

/** Follows the hand on the canvas, and marks the canvas by `data-zooming` meanwhile. */
export function zoomGesture(area: FrameloomArea): ZoomGesture {
  const { dataset } = area.container
  const listeners = new Set<() => void>()
  const last: { at: number; timer?: ReturnType<typeof setTimeout> | undefined } = { at: 0 }

  function step() {
    last.at = performance.now()
    if (last.timer !== undefined) return
    last.timer = setTimeout(rest, REST)
    dataset['zooming'] = ''
    tell()
  }
  function rest() {
    const left = last.at + REST - performance.now()
    last.timer = left > 0 ? setTimeout(rest, left) : undefined
    if (last.timer !== undefined) return
    delete dataset['zooming']
    tell()
  }
  function tell() {
    for (const listener of listeners) listener()
  }

  area.addPipe((signal) => {
    if (signal.type === 'zoom' && (signal.data.source === 'wheel' || signal.data.source === 'touch')) step()
    return signal
  })
  return {
    isOn: () => last.timer !== undefined,
    step,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => clearTimeout(last.timer),
  }
}
