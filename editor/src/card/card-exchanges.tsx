import type { RunView } from '@frameloom/protocol'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { useStudio } from '../studio/studio-context.js'

/** Wires into this node that were exchanged during the run: from which chunk on each holds, and what became of what the node keeps. */
export function CardExchanges({ id }: { readonly id: string }) {
  const { run } = useStudio()
  const exchanges = useStore(
    run.store,
    useShallow(({ view }) => latest(view?.exchanges.filter(({ node }) => node === id) ?? [])),
  )
  return exchanges.map(({ input, chunk, phase, conversion }) => (
    <p key={input} className="card-exchange" data-phase={phase} role="status">
      <span className="change-chip" data-phase={phase}>
        {phase === 'applied' ? `${input}: applied at chunk ${chunk}` : `${input}: queued for chunk ${chunk}`}
      </span>
      {conversion}
    </p>
  ))
}

/** The last exchange of every input; the timeline lists those before. */
const latest = (exchanges: RunView['exchanges']): RunView['exchanges'] => [
  ...new Map(exchanges.map((exchange) => [exchange.input, exchange])).values(),
]
