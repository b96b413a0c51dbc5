import type { GraphDocument } from '@frameloom/graph'

/** What makes `after` out of `before`, in a few words, for the titles of undo and redo. */
export function describeChange(before: GraphDocument, after: GraphDocument): string {
  const added = after.nodes.length - before.nodes.length
  if (added > 0) return added === 1 ? 'add a node' : `add ${added} nodes`
  if (added < 0) return added === -1 ? 'remove a node' : `remove ${-added} nodes`
  if (before.wires !== after.wires) return after.wires.length < before.wires.length ? 'disconnect' : 'connect'
  const changed = after.nodes.flatMap((node, index) => {
    const old = before.nodes[index]
    return old === undefined || old === node ? [] : [{ old, node }]
  })
  const [first] = changed
  if (first === undefined) return 'change the document'
  if (changed.every(({ old, node }) => old.params === node.params && old.position !== node.position)) {
    return changed.length === 1 ? 'move a node' : `move ${changed.length} nodes`
  }
  if (first.old.params !== first.node.params) return `change ${changedParam(first.old.params, first.node.params)}`
  if (first.old.bypassed !== first.node.bypassed) return first.node.bypassed === true ? 'bypass' : 'end a bypass'
  return first.old.title === first.node.title ? 'fold' : 'rename'
}

type Params = GraphDocument['nodes'][number]['params']

function changedParam(before: Params = {}, after: Params = {}): string {
  const names = Object.keys({ ...before, ...after })
  return names.find((name) => before[name] !== after[name]) ?? 'a parameter'
}
