import { X } from 'lucide-react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'

/** Short sentences at the foot of the page. */
export function NoticeList() {
  const { notices } = useStudio()
  const shown = useStore(notices.store, (state) => state.shown)
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map(({ id, tone, text, action }) => (
        <div key={id} className="notice" data-tone={tone}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              className="quiet"
              onClick={() => {
                notices.dismiss(id)
                action.run()
              }}
            >
              {action.label}
            </button>
          )}
          <IconButton icon={X} label="Dismiss" onClick={() => notices.dismiss(id)} />
        </div>
      ))}
    </div>
  )
}
