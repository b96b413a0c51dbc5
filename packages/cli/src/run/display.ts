import type { RunEvent } from '@frameloom/graph'
import type { Terminal } from '../terminal.js'
import { type Outcome, outcomeLines } from './outcome.js'
import { type Progress, progressLine } from './progress.js'

export interface Occasion {
  /** A chunk has come out with the event. */
  readonly chunkOut: boolean
  /** No later event waits to be shown. */
  readonly isNewest: boolean
}

/** Shows a run while it goes on. */
export interface Display {
  event(event: RunEvent, occasion: Occasion): Promise<void>
  end(outcome: Outcome): Promise<void>
}

export interface DisplayOptions {
  readonly terminal: Terminal
  readonly progress: Progress
  readonly json: boolean
}

/** For programs: every event on a line. For people: one line that changes, or where that is impossible a line per chunk. */
export function chooseDisplay({ terminal, progress, json }: DisplayOptions): Display {
  const { out, columns } = terminal
  if (json) return { event: (event) => out.json(event), end: (outcome) => out.json(outcome) }
  const lines = async (texts: readonly string[]) => {
    for (const text of texts) await out.line(text)
  }
  if (columns === undefined) {
    return {
      event: (event, { chunkOut }) => lines([...noteworthy(event), ...(chunkOut ? [progressLine(progress)] : [])]),
      end: (outcome) => lines(outcomeLines(outcome)),
    }
  }
  return {
    async event(event, { isNewest }) {
      for (const note of noteworthy(event)) await out.line(`${CLEAR_LINE}${note}`)
      if (isNewest) await out.text(`${CLEAR_LINE}${progressLine(progress).slice(0, columns - 1)}`)
    },
    async end(outcome) {
      await out.text(CLEAR_LINE)
      await lines(outcomeLines(outcome))
    },
  }
}

/** Back to the first column, then erase to the end of the line (ECMA-48, EL). */
const CLEAR_LINE = '\r\u001B[K'

/** What people want to keep on the screen. */
function noteworthy(event: RunEvent): string[] {
  if (event.type === 'param-applied') return [`${event.node}.${event.param} changes from chunk ${event.chunk} on`]
  return event.type === 'file-saved' && !event.finished ? [`Writing ${event.path}`] : []
}
