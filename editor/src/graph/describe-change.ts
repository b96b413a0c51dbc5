import type { GraphDocument, Wire } from '@frameloom/graph'
import { wireId } from '@frameloom/rete-plugin'
import { pointsOf } from './points.js'

/** What makes `after` out of `before`, in a few words, for the titles of undo and redo. */
export function describeChange(before: GraphDocument, after: GraphDocument): string {
  const added = after.nodes.length - before.nodes.length
  if (added > 0) return added === 1 ? 'add a node' : `add ${added} nodes`
  if (added < 0) return added === -1 ? 'remove a node' : `remove ${-added} nodes`
  if (!sameEnds(before, after)) return after.wires.length < before.wires.length ? 'disconnect' : 'connect'
  const changed = after.nodes.flatMap((node, index) => {
    const old = before.nodes[index]
    return old === undefined || old === node ? [] : [{ old, node }]
  })
  const [first] = changed
  if (first === undefined && before.frames !== after.frames) return describeFrames(before, after)
  if (first === undefined) return before.wires === after.wires ? 'change the document' : describeRoutes(before, after)
  if (changed.every(({ old, node }) => old.params === node.params && old.position !== node.position)) {
    return changed.length === 1 ? 'move a node' : `move ${changed.length} nodes`
  }
  if (first.old.params !== first.node.params) return `change ${changedParam(first.old.params, first.node.params)}`
  if (first.old.bypassed !== first.node.bypassed) return first.node.bypassed === true ? 'bypass' : 'end a bypass'
  return first.old.title === first.node.title ? 'fold' : 'rename'
}

function sameEnds({ wires: before }: GraphDocument, { wires: after }: GraphDocument): boolean {
  if (before === after) return true
  return before.length === after.length && after.every((wire, index) => sameEnd(wire, before[index]))
}

const sameEnd = (wire: Wire, other: Wire | undefined): boolean => other !== undefined && wireId(wire) === wireId(other)

function describeRoutes(before: GraphDocument, after: GraphDocument): string {
  const added = pointsOf(after).length - pointsOf(before).length
  if (added === 0) return 'reroute'
  const points = Math.abs(added) === 1 ? 'a reroute point' : `${Math.abs(added)} reroute points`
  return `${added > 0 ? 'add' : 'remove'} ${points}`
}

function describeFrames({ frames: before = [] }: GraphDocument, { frames: after = [] }: GraphDocument): string {
  if (after.length === before.length) return 'change a frame'
  return after.length > before.length ? 'add a frame' : 'remove a frame'
}

type Params = GraphDocument['nodes'][number]['params']

function changedParam(before: Params = {}, after: Params = {}): string {
  const names = Object.keys({ ...before, ...after })
  return names.find((name) => before[name] !== after[name]) ?? 'a parameter'
}
