import type { Studio } from './studio.js'

/** Saves when the page is hidden, and has the browser ask before it leaves what is not saved. Returns how to stop that. */
export function keepEdits({ library }: Studio): () => void {
  const hidden = () => {
    if (document.visibilityState === 'hidden') void library.save()
  }
  const leaving = (event: BeforeUnloadEvent) => {
    if (library.isSaved) return
    void library.save()
    event.preventDefault()
  }
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('beforeunload', leaving)
  return () => {
    document.removeEventListener('visibilitychange', hidden)
    window.removeEventListener('beforeunload', leaving)
  }
}
