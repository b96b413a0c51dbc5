import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Notice {
  readonly id: number
  readonly tone: 'note' | 'error'
  readonly text: string
}

/** Milliseconds that a notice stays. */
const STAYS = { note: 4000, error: 8000 } as const

/** Short sentences at the foot of the page: what was refused and why. */
export class Notices {
  readonly store: StoreApi<{ readonly shown: readonly Notice[] }> = createStore(() => ({ shown: [] }))
  #count = 0

  say(text: string, tone: Notice['tone'] = 'note'): void {
    const notice = { id: ++this.#count, tone, text }
    this.store.setState(({ shown }) => ({ shown: [...shown.filter((other) => other.text !== text), notice].slice(-3) }))
    setTimeout(() => this.dismiss(notice.id), STAYS[tone])
  }

  dismiss(id: number): void {
    this.store.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }))
  }
}
