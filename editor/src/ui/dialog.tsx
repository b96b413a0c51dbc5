import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from './icon-button.js'

export interface DialogBoxProps {
  readonly title: string
  readonly className?: string
  readonly children: ReactNode
}

/** A modal dialog: keeps the focus inside, closed by Escape, by its button or by a click beside it. */
export function DialogBox({ title, className = '', children }: DialogBoxProps) {
  const { ui } = useStudio()
  const box = useRef<HTMLDialogElement>(null)
  const close = () => ui.setState({ dialog: undefined })
  useEffect(() => {
    const before = document.activeElement
    box.current?.showModal()
    box.current?.querySelector('input')?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      className={`dialog ${className}`}
      aria-label={title}
      onClose={close}
      onClick={({ target, currentTarget }) => target === currentTarget && close()}
    >
      <div className="dialog-inside">
        <header>
          <h2>{title}</h2>
          <IconButton icon={X} label="Close" onClick={close} />
        </header>
        {children}
      </div>
    </dialog>
  )
}
