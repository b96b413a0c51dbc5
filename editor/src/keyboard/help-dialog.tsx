import { useState } from 'react'
import { DialogBox } from '../ui/dialog.js'
import { gestures, shortcuts } from './shortcuts.js'

const groups = ['Run', 'Graph', 'Edit', 'View'] as const

/** Every key and gesture, to be searched. */
export function HelpDialog() {
  const [text, setText] = useState('')
  const rows = [
    ...shortcuts.map(({ keys, ...rest }) => ({ ...rest, keys: keys.map(asWritten).join(' or ') })),
    ...gestures,
  ].filter(({ label, keys }) => `${label} ${keys}`.toLowerCase().includes(text.toLowerCase()))
  return (
    <DialogBox title="Keys and gestures" className="help-dialog">
      <input
        type="search"
        autoFocus
        placeholder="Search"
        aria-label="Search keys"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="help-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {rows
                .filter((row) => row.group === group)
                .map(({ keys, label }) => (
                  <div key={`${keys} ${label}`}>
                    <dt>{label}</dt>
                    <dd>
                      <kbd>{keys}</kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </DialogBox>
  )
}

const ARROWS: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓' }

/** `Shift+←` for `Shift+ArrowLeft`. */
const asWritten = (keys: string): string => keys.replace(/Arrow(\w+)/, (all, way: string) => ARROWS[way] ?? all)
