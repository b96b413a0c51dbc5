import type { RunView } from '@frameloom/protocol'
import type { Kept } from '../ui/kept.js'
import type { Unsent } from './sent-state.js'

const nothing: Unsent = { values: {}, wires: {} }

const keyOf = (run: RunView['run']): string => `frameloom-untold ${run}`

/** Edits made in this tab that a run was not sent yet, by run: a reload of the tab keeps them, another tab knows nothing of them. */
export class UnsentEdits {
  readonly #tab: Kept

  constructor(tab: Kept) {
    this.#tab = tab
  }

  of(run: RunView['run']): Unsent {
    const text = this.#tab.read(keyOf(run))
    return text === undefined ? nothing : (JSON.parse(text) as Unsent)
  }

  keep(run: RunView['run'], edits: Unsent): void {
    const isNothing = Object.keys(edits.values).length + Object.keys(edits.wires).length === 0
    const text = isNothing ? undefined : JSON.stringify(edits)
    if (text !== this.#tab.read(keyOf(run))) this.#tab.write(keyOf(run), text)
  }
}
