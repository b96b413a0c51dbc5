import type { Run } from '@frameloom/engine'

/** Ctrl+C while a run goes on. */
export interface Interruption extends Disposable {
  /** It was pressed. */
  readonly requested: boolean
}

/**
 * The first Ctrl+C (or SIGTERM) stops `run` after the chunk that is being made, the second one at once, and a third one is
 * left to the system. `onFirst` may tell people so.
 */
export function stopOnInterrupt(run: Run, onFirst: () => void): Interruption {
  let presses = 0
  const press = () => {
    presses++
    if (presses === 1) {
      run.stop()
      onFirst()
    } else {
      release()
      run.abort()
    }
  }
  const release = () => {
    process.off('SIGINT', press)
    process.off('SIGTERM', press)
  }
  process.on('SIGINT', press)
  process.on('SIGTERM', press)
  return {
    get requested() {
      return presses > 0
    },
    [Symbol.dispose]: release,
  }
}
