import { useRef } from 'react'
import { useNativeEvent } from './use-native-event.js'

export interface TitleInputProps {
  readonly label: string
  readonly title: string
  /** Called once, with the new title, or with nothing where it was dropped. */
  readonly finish: (title: string | undefined) => void
}

/** A title while it is changed: Enter or leaving takes it, Escape drops it. Both keys give the focus to what has the title. */
export function TitleInput({ label, title, finish }: TitleInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const isOver = useRef(false)
  // Text is selected by dragging, and what has the title is dragged, too.
  useNativeEvent(input, 'pointerdown', (event) => event.stopPropagation())
  const end = (text: string | undefined) => {
    if (isOver.current) return
    isOver.current = true
    finish(text)
  }
  return (
    <input
      ref={input}
      className="title-input"
      aria-label={label}
      defaultValue={title}
      autoFocus
      onFocus={({ target }) => target.select()}
      onBlur={({ target }) => end(target.value)}
      onKeyDown={(event) => {
        const { key, currentTarget } = event
        if ((key !== 'Enter' && key !== 'Escape') || event.ctrlKey || event.metaKey) return
        event.stopPropagation()
        const titled = currentTarget.parentElement?.closest<HTMLElement>('[tabindex]')
        end(key === 'Enter' ? currentTarget.value : undefined)
        titled?.focus()
      }}
    />
  )
}
