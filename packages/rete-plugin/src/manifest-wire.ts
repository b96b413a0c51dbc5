import { ClassicPreset } from 'rete'
import type { WirePoint } from './wire-path.js'

/** Names a wire by its ends: equal ends, equal id, whoever made the wire. */
export const wireId = ({ from, to }: WireEnds): string => JSON.stringify([from.node, from.port, to.node, to.port])

/** The two ends of a wire: an output and an input. */
export interface WireEnds {
  readonly from: { readonly node: string; readonly port: string }
  readonly to: { readonly node: string; readonly port: string }
}

/** The ends of any Rete connection. */
export const endsOf = (connection: {
  readonly source: string
  readonly sourceOutput: string
  readonly target: string
  readonly targetInput: string
}): WireEnds => ({
  from: { node: connection.source, port: connection.sourceOutput },
  to: { node: connection.target, port: connection.targetInput },
})

export type WireFields = Readonly<Record<string, unknown>>

/** A wire of a document as a Rete connection. */
export class ManifestWire extends ClassicPreset.Connection<ClassicPreset.Node, ClassicPreset.Node> {
  /** The reroute points that it is led through, from the output to the input. Set by the mirror: see `DocumentMirror.route`. */
  points: readonly WirePoint[]
  /** What else the document says of it: fields that nobody here knows. */
  fields: WireFields

  /** @param ends with what else the document says of the wire */
  constructor(
    ends: WireEnds & { readonly points?: readonly WirePoint[] | undefined },
    nodes: { readonly from: ClassicPreset.Node; readonly to: ClassicPreset.Node },
  ) {
    super(nodes.from, ends.from.port, nodes.to, ends.to.port)
    this.id = wireId(ends)
    const { from: _from, to: _to, points = [], ...fields } = ends
    this.points = points
    this.fields = fields
  }
}

/** Is it a wire of ours, not one that is just drawn, nor the host's? */
export const isManifestWire = (connection: object | undefined): connection is ManifestWire =>
  connection instanceof ManifestWire

/** Names a reroute point by its wire and its place on it: `index` of 0 is the first behind the output. */
export const wirePointId = (wire: string, index: number): string => `${index} ${wire}`
