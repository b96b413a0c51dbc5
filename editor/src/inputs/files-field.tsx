import { type FileKind, fileKindOf, namesIn } from '@frameloom/graph'
import { ChevronDown, ChevronRight, ImagePlus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { type Field, fieldsOf } from '../params/field.js'
import { TextField } from '../params/text-field.js'
import { type Param, textOf } from '../params/use-param.js'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { useOwnWheel } from '../ui/use-own-wheel.js'
import { FileTile } from './file-tile.js'
import type { Upload } from './uploads.js'

export interface FilesFieldProps {
  readonly id: string
  readonly node: string
  readonly field: Field
  readonly param: Param
  readonly describedBy: string
}

/** Files that are shown; the names of all are in the text. */
const MOST_TILES = 24

/** Files that a node reads: chosen, dropped on the card or on the field, or named as text. */
export function FilesField({ id, node, field, param, describedBy }: FilesFieldProps) {
  const { ui, uploads } = useStudio()
  const [asText, setAsText] = useState(false)
  const [held, setHeld] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const tiles = useRef<HTMLUListElement>(null)
  useOwnWheel(tiles)
  const over = useStore(ui, ({ filesOver }) => filesOver === node) || held
  const upload = useStore(uploads.store, ({ byNode }) => byNode.get(node))
  const done = useStore(uploads.store, (state) => state.done)
  const kinds = field.face.kind === 'files' ? field.face.files : []
  const idle = useIdle(node, kinds)
  const names = namesIn(textOf(param.value))
  const take = (files: FileList | null) => void uploads.take(node, [...(files ?? [])])
  const ask = names.length === 0 ? 'Choose or drop pictures or a clip' : 'Choose or drop more'
  const remove = (at: number) => {
    param.begin()
    param.set(names.filter((_, index) => index !== at).join('\n'))
  }
  return (
    <div
      className="files-field"
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        const files = event.dataTransfer.types.includes('Files')
        if (files) event.preventDefault()
        setHeld(files)
      }}
      onDragLeave={() => setHeld(false)}
      onDrop={(event) => {
        setHeld(false)
        if (event.dataTransfer.files.length === 0) return
        event.preventDefault()
        event.stopPropagation()
        ui.setState({ filesOver: undefined })
        take(event.dataTransfer.files)
      }}
    >
      {names.length > 0 && (
        <ul ref={tiles} className="file-tiles" data-idle={idle === undefined ? undefined : ''}>
          {names.slice(0, MOST_TILES).map((name, index) => (
            <FileTile key={`${index} ${name} ${done}`} name={name} remove={() => remove(index)} />
          ))}
        </ul>
      )}
      {names.length > MOST_TILES && <p className="file-hint">and {names.length - MOST_TILES} more</p>}
      {names.length > 0 && idle && <p className="file-hint">{idle}</p>}
      {upload === undefined ? (
        <button
          id={id}
          type="button"
          className="choose-files"
          aria-label={ask}
          aria-describedby={describedBy}
          onClick={() => chooser.current?.click()}
        >
          <ImagePlus size={16} strokeWidth={1.75} aria-hidden />
          {ask}
        </button>
      ) : (
        <Progress upload={upload} />
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={kinds.flatMap(({ types }) => types).join(',')}
        onChange={({ target }) => {
          take(target.files)
          // The same file may be chosen again.
          target.value = ''
        }}
      />
      <button type="button" className="more" aria-expanded={asText} onClick={() => setAsText(!asText)}>
        {asText ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />} Names as text
      </button>
      {asText && <TextField id={`${id}-text`} multiline param={param} describedBy={describedBy} label={field.label} />}
    </div>
  )
}

function Progress({ upload: { name, number, count, share, cancel } }: { readonly upload: Upload }) {
  const percent = Math.round(share * 100)
  const which = count > 1 ? ` ${number} of ${count}` : ''
  return (
    <div className="upload" role="status">
      <span title={name}>{percent < 100 ? `Sending${which}: ${name}` : `Looking at${which}: ${name}`}</span>
      <progress value={share} aria-label={`${percent} % of ${name} sent`} />
      <IconButton icon={X} label="Cancel the upload" onClick={cancel} />
    </div>
  )
}

/** Says why the node reads none of the files that it names; undefined where it reads them. */
function useIdle(node: string, kinds: readonly FileKind[]): string | undefined {
  const { graph, manifests } = useStudio()
  const source = useStore(graph.store, ({ nodes }) => nodes.get(node))
  const manifest = source && manifests.get(source.type)
  const fields = manifest === undefined ? [] : fieldsOf(manifest)
  const params = Object.fromEntries(fields.map(({ name, fallback }) => [name, source?.params?.[name] ?? fallback]))
  if (fileKindOf(kinds, params) !== undefined) return undefined
  const on = fields.find(({ name }) => kinds.some(({ when }) => Object.hasOwn(when, name)))
  return on && `Not in use while ${on.label} is ${textOf(params[on.name] ?? '')}.`
}
