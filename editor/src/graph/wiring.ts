import type { GraphDocument, Wire } from '@frameloom/graph'
import { type WireEnds, wireId, withoutWire, withWire } from '@frameloom/rete-plugin'
import type { Edit } from './edits.js'

/** Adds a wire; an input takes one wire, so the one it had goes. */
export const connect =
  (ends: WireEnds): Edit =>
  (document) =>
    withWire(
      { ...document, wires: document.wires.filter(({ to }) => to.node !== ends.to.node || to.port !== ends.to.port) },
      ends,
    )

export const disconnect =
  (ends: WireEnds): Edit =>
  (document) =>
    withoutWire(document, ends)

/** Removes the wires of these ids. */
export const removeWires =
  (ids: ReadonlySet<string>): Edit =>
  (document) => ({ ...document, wires: document.wires.filter((wire) => !ids.has(wireId(wire))) })

/** The wire that feeds an input. */
export const wireInto = ({ wires }: GraphDocument, node: string, port: string): Wire | undefined =>
  wires.find(({ to }) => to.node === node && to.port === port)
