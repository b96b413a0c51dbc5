import { type GraphDocument, graphDocument } from '@frameloom/graph'

/** `chain('a>b', 'b>c')`: nodes a, b, c and the wires between them, all ports named `out` and `in`. */
export function chain(...wires: readonly string[]): GraphDocument {
  const pairs = wires.map((wire) => wire.split('>'))
  const ids = [...new Set(pairs.flat())]
  return graphDocument.parse({
    format: 'frameloom-graph',
    formatVersion: 1,
    nodes: ids.map((id, index) => ({ id, type: `test/${id}`, version: 1, position: { x: index * 10, y: 0 } })),
    wires: pairs.map(([from, to]) => ({ from: { node: from, port: 'out' }, to: { node: to, port: 'in' } })),
  })
}
