import { useStore } from 'zustand'
import { isActive } from '../run/run-state.js'
import { useStudio } from '../studio/studio-context.js'

/** Says from which chunk on a changed value holds: queued until then, applied from then on. */
export function ChangeChip({ node, param }: { readonly node: string; readonly param: string }) {
  const { run } = useStudio()
  const change = useStore(run.store, ({ view }) =>
    isActive(view) ? view?.changes.find((one) => one.node === node && one.param === param) : undefined,
  )
  if (change === undefined) return null
  const applied = change.phase === 'applied'
  return (
    <span className="change-chip" data-phase={change.phase} role="status">
      {applied ? `applied at chunk ${change.chunk}` : `queued for chunk ${change.chunk}`}
    </span>
  )
}
