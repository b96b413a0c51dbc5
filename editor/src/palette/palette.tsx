import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { portOf } from '../graph/port-of.js'
import { addNodeAt } from '../studio/commands.js'
import { useStudio } from '../studio/studio-context.js'
import type { PaletteRequest } from '../studio/ui-state.js'
import { CategoryIcon } from '../ui/category-icon.js'
import { findNodes } from './find-nodes.js'

/** The search for a node to add: opens where it was asked for, keeps the focus inside, closed by Escape or a click elsewhere. */
export function Palette() {
  const { ui } = useStudio()
  const request = useStore(ui, ({ palette }) => palette)
  return request === undefined ? null : <OpenPalette key={`${request.at.x} ${request.at.y}`} request={request} />
}

const SIZE = { width: 320, height: 372 }

function OpenPalette({ request }: { readonly request: PaletteRequest }) {
  const studio = useStudio()
  const { ui, manifests, stage } = studio
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const box = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const { from, at, place } = request
  const port = useMemo(() => (from === undefined ? undefined : portOf(studio, from)), [studio, from])
  const found = useMemo(
    () => findNodes(manifests.values(), { text, from: from && { end: from, port } }),
    [manifests, text, from, port],
  )
  useEffect(() => box.current?.showModal(), [])
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const closed = () => {
    ui.setState({ palette: undefined })
    stage.canvas?.element.focus()
  }
  const close = () => {
    box.current?.close()
    closed()
  }
  const choose = (index: number) => {
    const manifest = found[index]
    if (manifest === undefined) return
    addNodeAt(studio, manifest, { place: from?.side === 'input' ? { x: place.x - 256, y: place.y } : place, from })
    close()
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setActive((active + step + found.length) % Math.max(found.length, 1))
    else if (event.key === 'Enter') choose(active)
    // The key that has opened it is held still: nobody types with it yet.
    else if (!event.repeat || text !== '' || event.key.length > 1) return
    event.preventDefault()
    event.stopPropagation()
  }
  const left = Math.max(8, Math.min(at.x, innerWidth - SIZE.width - 8))
  const top = Math.max(8, Math.min(at.y, innerHeight - SIZE.height - 8))
  return (
    <dialog
      ref={box}
      className="scrim"
      aria-label="Add a node"
      onClose={closed}
      onKeyDown={keys}
      onPointerDown={({ target, currentTarget }) => target === currentTarget && close()}
    >
      <div className="palette floating" style={{ left, top, width: SIZE.width }}>
        <div className="palette-search">
          <Search size={16} aria-hidden />
          <input
            role="combobox"
            aria-expanded
            aria-controls="palette-list"
            aria-activedescendant={found[active] && `palette-${active}`}
            aria-label="Search node types"
            placeholder={
              port === undefined ? 'Add a node…' : `What ${from?.side === 'output' ? 'takes' : 'gives'} ${port.socket}?`
            }
            value={text}
            onChange={({ target }) => {
              setText(target.value)
              setActive(0)
            }}
          />
        </div>
        <ul ref={list} id="palette-list" role="listbox" aria-label="Node types">
          {found.map((manifest, index) => (
            <li
              key={manifest.type}
              id={`palette-${index}`}
              role="option"
              aria-selected={index === active}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(index)}
            >
              <CategoryIcon category={manifest.category} size={16} />
              <span className="palette-title">{manifest.title}</span>
              <span className="palette-category">{manifest.category}</span>
              {index === active && <p className="palette-help">{manifest.help}</p>}
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="empty">No node type fits. Try fewer letters.</p>}
      </div>
    </dialog>
  )
}
