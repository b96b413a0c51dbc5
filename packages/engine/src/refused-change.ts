import type { Checked, GraphIssue, NodeId } from '@frameloom/graph'
import { NodeFailure } from './node-failure.js'

/** The refusal that a node's failure stands for. @throws any other error unchanged */
export function refusedBy(error: unknown, concerned: NodeId | undefined): { ok: false; issues: GraphIssue[] } {
  if (!(error instanceof NodeFailure)) throw error
  const { node = concerned, port, message } = error.failure
  const at = { ...(node !== undefined && { node }), ...(port !== undefined && { port }) }
  return { ok: false, issues: [{ code: 'node-refused', path: '', ...at, message }] }
}

/** For changes that validation has already let through. @throws NodeFailure where one is refused all the same */
export function unrefused<T>(applied: Checked<T>): T {
  if (applied.ok) return applied
  const [issue] = applied.issues
  throw new NodeFailure({ code: issue?.code ?? 'not-live', message: issue?.message ?? 'A change was refused.' })
}
