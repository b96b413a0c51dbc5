import { useState } from 'react'

export interface TitleFieldProps {
  readonly id: string
  /** The title that was given; empty where none was. */
  readonly title: string
  /** What is shown where none was given. */
  readonly otherwise: string
  readonly rename: (title: string) => void
}

/** A title, taken over by Enter or by leaving; Escape puts it back. */
export function TitleField({ id, title, otherwise, rename }: TitleFieldProps) {
  const [typed, setTyped] = useState<string>()
  const take = () => {
    if (typed !== undefined) rename(typed)
    setTyped(undefined)
  }
  return (
    <div className="field">
      <label htmlFor={id}>Title</label>
      <div className="field-control">
        <input
          id={id}
          type="text"
          autoComplete="off"
          value={typed ?? title}
          placeholder={otherwise}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={take}
          onKeyDown={({ key }) => {
            if (key === 'Enter') take()
            if (key === 'Escape') setTyped(undefined)
          }}
        />
      </div>
    </div>
  )
}
