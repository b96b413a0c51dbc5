import type { Run } from '@frameloom/engine'

/** Ctrl+C, or the end of the terminal, while a run goes on. */
export interface Interruption extends Disposable {
  /** One of them has come. */
  readonly requested: boolean
}

export interface InterruptListeners {
  /** The first Ctrl+C: people may be told that the run ends after its chunk. */
  readonly onFirst: () => void
  /** The terminal is gone, and takes nothing any more. */
  readonly onHangUp: () => void
}

/**
 * The first Ctrl+C (or SIGTERM) stops `run` after the chunk that is being made, the second one at once, and a third one is
 * left to the system. A terminal that is closed (SIGHUP, which may come more than once) stops it after its chunk.
 */
export function stopOnInterrupt(run: Run, { onFirst, onHangUp }: InterruptListeners): Interruption {
  let presses = 0
  let hungUp = false
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
  const hangUp = () => {
    if (hungUp) return
    hungUp = true
    onHangUp()
    run.stop()
  }
  const release = () => {
    process.off('SIGINT', press)
    process.off('SIGTERM', press)
    process.off('SIGHUP', hangUp)
  }
  process.on('SIGINT', press)
  process.on('SIGTERM', press)
  process.on('SIGHUP', hangUp)
  return {
    get requested() {
      return hungUp || presses > 0
    },
    [Symbol.dispose]: release,
  }
}
