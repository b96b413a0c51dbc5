import { Trash2 } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import {
  editFrame,
  type FrameBox,
  frameBoxes,
  type Inside,
  moveFrame,
  removeFrame,
  resizeFrame,
  SMALLEST_FRAME,
} from '../graph/frames.js'
import { NumberInput } from '../params/number-input.js'
import { insideOf } from '../studio/frame-commands.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { focusBeside } from './focus-beside.js'
import { TitleField } from './title-field.js'

/** The frames of the canvas as titles and numbers. */
export function OutlineFrames() {
  const { graph } = useStudio()
  const document = useStore(graph.store, (state) => state.document)
  const boxes = useMemo(() => frameBoxes(document), [document])
  if (boxes.length === 0) return null
  return (
    <section className="outline-frames">
      <h3>Frames</h3>
      <ul className="outline">
        {boxes.map((box) => (
          <OutlineFrame key={box.id} box={box} />
        ))}
      </ul>
    </section>
  )
}

const SIDES = [
  { side: 'x', label: 'Left' },
  { side: 'y', label: 'Top' },
  { side: 'width', label: 'Width', min: SMALLEST_FRAME },
  { side: 'height', label: 'Height', min: SMALLEST_FRAME },
] as const

function OutlineFrame({ box }: { readonly box: FrameBox }) {
  const studio = useStudio()
  const { graph, stage } = studio
  const gesture = useRef<{ readonly id: string; readonly inside: Inside }>(undefined)
  const { id, title } = box
  const name = title === '' ? 'Frame' : title
  const begin = () => {
    gesture.current = { id: crypto.randomUUID(), inside: insideOf(studio, box) }
  }
  const set = (side: (typeof SIDES)[number]['side'], value: number) => {
    const next = { ...box, [side]: value }
    const { id: step, inside = insideOf(studio, box) } = gesture.current ?? {}
    graph.edit(side === 'x' || side === 'y' ? moveFrame(box, next, inside) : resizeFrame(id, next), step)
  }
  return (
    <li>
      <details>
        <summary>
          <span>{name}</span>
        </summary>
        <div className="outline-body">
          <TitleField
            id={`outline-${id}-title`}
            title={title}
            otherwise="Frame"
            rename={(text) => graph.edit(editFrame(id, { title: text.trim() }))}
          />
          {SIDES.map(({ side, label, ...bounds }) => (
            <div key={side} className="field">
              <label htmlFor={`outline-${id}-${side}`}>{label}</label>
              <div className="field-control">
                <NumberInput
                  id={`outline-${id}-${side}`}
                  value={box[side]}
                  {...bounds}
                  step={1}
                  begin={begin}
                  set={(value) => set(side, value)}
                />
              </div>
            </div>
          ))}
          <div className="panel-actions">
            <IconButton
              icon={Trash2}
              label={`Remove ${name}; its nodes stay`}
              onClick={({ currentTarget }) => {
                focusBeside(currentTarget, stage.canvas?.element)
                graph.edit(removeFrame(id))
              }}
            />
          </div>
        </div>
      </details>
    </li>
  )
}
