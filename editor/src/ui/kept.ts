/** Short texts that the browser keeps for this page. */
export interface Kept {
  readonly read: (key: string) => string | undefined
  /** Nothing takes the text away. */
  readonly write: (key: string, text: string | undefined) => void
}

/**
 * What a storage of the browser keeps: `localStorage` for all tabs, `sessionStorage` for one, over its reloads. A browser may block it,
 * or have no room left: then nothing is kept, and the page works on.
 */
export function keptBy(storage: () => Storage): Kept {
  return {
    read: (key) => attempt(() => storage().getItem(key)) ?? undefined,
    write: (key, text) =>
      attempt(() => (text === undefined ? storage().removeItem(key) : storage().setItem(key, text))),
  }
}

function attempt<T>(task: () => T): T | undefined {
  try {
    return task()
  } catch (cause) {
    if (cause instanceof DOMException) return undefined
    throw cause
  }
}
