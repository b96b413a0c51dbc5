import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes } from 'react'

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon
  /** What it does: its accessible name and its tooltip. */
  readonly label: string
  /** The keys that do the same. */
  readonly keys?: string
}

export function IconButton({ icon: Icon, label, keys, className = '', ...rest }: IconButtonProps) {
  const title = keys === undefined ? label : `${label}  ${keys}`
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={title} {...rest}>
      <Icon aria-hidden size={16} strokeWidth={1.75} />
    </button>
  )
}
