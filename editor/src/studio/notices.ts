import { createStore, type StoreApi } from 'zustand/vanilla'

/** What a person may do about a notice. */
export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

export interface Notice {
  readonly id: number
  readonly tone: 'note' | 'error'
  readonly text: string
  readonly action?: NoticeAction | undefined
}

/** Milliseconds that a notice stays; longer where there is something to do about it. */
const STAYS = { note: 4000, error: 8000, action: 12_000 } as const

/** Short sentences at the foot of the page: what was refused and why. */
export class Notices {
  readonly store: StoreApi<{ readonly shown: readonly Notice[] }> = createStore(() => ({ shown: [] }))
  #count = 0

  say(text: string, tone: Notice['tone'] = 'note'): void {
    this.#show({ tone, text }, STAYS[tone])
  }

  /** Says why something did not work. */
  fail(cause: unknown): void {
    this.say(cause instanceof Error ? cause.message : String(cause), 'error')
  }

  /** Says what was done, and offers something to do about it. */
  offer(text: string, action: NoticeAction): void {
    this.#show({ tone: 'note', text, action }, STAYS.action)
  }

  dismiss(id: number): void {
    this.store.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }))
  }

  #show(said: Omit<Notice, 'id'>, milliseconds: number): void {
    const notice = { id: ++this.#count, ...said }
    this.store.setState(({ shown }) => ({
      shown: [...shown.filter(({ text }) => text !== said.text), notice].slice(-3),
    }))
    setTimeout(() => this.dismiss(notice.id), milliseconds)
  }
}
