import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { editFrame, type FrameBox, frameBoxes } from '../graph/frames.js'
import { dropFrame } from '../studio/frame-commands.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { TitleInput } from '../ui/title-input.js'
import { useFrameHands } from './frame-hands.js'

/** The comment boxes, under the nodes. A moved box takes along what lies in it. */
export function FrameLayer() {
  const { graph } = useStudio()
  const document = useStore(graph.store, (state) => state.document)
  const boxes = useMemo(() => frameBoxes(document), [document])
  return boxes.map((box) => <Frame key={box.id} box={box} />)
}

function Frame({ box }: { readonly box: FrameBox }) {
  const studio = useStudio()
  const { graph, selection } = studio
  const [renaming, setRenaming] = useState(false)
  const hands = useFrameHands(box, () => setRenaming(true))
  const { id, title, x, y, width, height } = box
  const name = title === '' ? 'Frame' : title
  return (
    <section className="frame" aria-label={name} style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
      <div
        className="frame-bar floating"
        role="group"
        tabIndex={0}
        aria-label={`Frame ${title}`}
        onFocus={({ target, currentTarget }) => target === currentTarget && selection.clear()}
        onKeyDown={hands.press}
        onPointerDown={(event) => hands.drag(event, 'move')}
        onDoubleClick={() => setRenaming(true)}
      >
        {renaming ? (
          <TitleInput
            label="Title of the frame"
            title={title}
            finish={(text) => {
              if (text !== undefined) graph.edit(editFrame(id, { title: text.trim() }))
              setRenaming(false)
            }}
          />
        ) : (
          <h3>{title}</h3>
        )}
        <IconButton icon={X} label={`Remove ${name}; its nodes stay`} onClick={() => dropFrame(studio, id)} />
      </div>
      <div className="frame-corner floating" onPointerDown={(event) => hands.drag(event, 'resize')} />
    </section>
  )
}
