import type { RunView } from '@frameloom/protocol'
import type { Kept } from '../ui/kept.js'
import type { Untold } from './told.js'

const nothing: Untold = { values: {}, wires: {} }

const keyOf = (run: RunView['run']): string => `frameloom-untold ${run}`

/** Edits made in this tab that a run was not told yet, by run: a reload of the tab keeps them, another tab knows nothing of them. */
export class UntoldEdits {
  readonly #tab: Kept

  constructor(tab: Kept) {
    this.#tab = tab
  }

  of(run: RunView['run']): Untold {
    const text = this.#tab.read(keyOf(run))
    return text === undefined ? nothing : (JSON.parse(text) as Untold)
  }

  keep(run: RunView['run'], edits: Untold): void {
    const isNothing = Object.keys(edits.values).length + Object.keys(edits.wires).length === 0
    const text = isNothing ? undefined : JSON.stringify(edits)
    if (text !== this.#tab.read(keyOf(run))) this.#tab.write(keyOf(run), text)
  }
}
