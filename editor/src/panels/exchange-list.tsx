import { Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { exchangeCues, removeExchange } from '../graph/exchanges.js'
import { isActive } from '../run/channel-state.js'
import { useStudio } from '../studio/studio-context.js'
import { titleOf } from '../studio/title-of.js'
import { IconButton } from '../ui/icon-button.js'

/** Wires that are exchanged at chunk boundaries: those of the document, and those that were drawn while the video plays. */
export function ExchangeList() {
  const studio = useStudio()
  const { graph, run } = studio
  const document = useStore(graph.store, (state) => state.document)
  const playing = useStore(run.store, ({ view }) => view?.finishedChunks)
  const made = useStore(
    run.store,
    useShallow(({ view }) => (isActive(view) ? (view?.exchanges ?? []) : [])),
  )
  const written = exchangeCues(document)
  const drawn = made
    .filter((one) => !written.some(({ entry }) => isSame(one, entry)))
    .toSorted((a, b) => a.chunk - b.chunk)
  if (written.length + drawn.length === 0) return null
  return (
    <section className="exchange-list" aria-label="Exchanged wires">
      <h3>Exchanged wires</h3>
      <ul className="cue-list">
        {written.map(({ index, entry: { chunk, from, to }, before }) => (
          <li key={`written ${index}`} data-passed={playing !== undefined && chunk < playing ? '' : undefined}>
            <div className="exchange-row">
              <span>
                Chunk {chunk}: {to.port} of {titleOf(studio, to.node)}
                {before && ` from ${titleOf(studio, before.node)}`} to {titleOf(studio, from.node)}
              </span>
              <IconButton
                icon={Trash2}
                label={`Remove the exchange at chunk ${chunk}`}
                onClick={() => graph.edit(removeExchange(index))}
              />
            </div>
          </li>
        ))}
        {drawn.map(({ node, input, from, chunk, phase, conversion }) => (
          <li key={`drawn ${node} ${input} ${chunk}`} data-passed={phase === 'applied' ? '' : undefined}>
            <span>
              Chunk {chunk}: {input} of {titleOf(studio, node)} to {titleOf(studio, from.node)}
              {phase === 'queued' && ', queued'}
            </span>
            {conversion && <small>{conversion}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface Made {
  readonly node: string
  readonly input: string
  readonly chunk: number
}

const isSame = ({ node, input, chunk }: Made, entry: ReturnType<typeof exchangeCues>[number]['entry']): boolean =>
  entry.chunk === chunk && entry.to.node === node && entry.to.port === input
