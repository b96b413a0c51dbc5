import { canonicalJson, type GraphDocument, type NodeManifest, type Wire } from '@frameloom/graph'
import { type LiveValue, liveValues } from './live-changes.js'
import { type LiveWires, liveWires } from './live-wires.js'

type Manifests = ReadonlyMap<string, NodeManifest>

/** What a run needs not be told: the live values that count as sent, as text by `valueKey`, and the wires into live inputs. */
export interface Told {
  readonly values: ReadonlyMap<string, string>
  readonly wires: LiveWires
}

/** Edits that a run was not told, as text by key: live values, and the outputs that feed live inputs. */
export interface Untold {
  readonly values: Readonly<Record<string, string>>
  readonly wires: Readonly<Record<string, string>>
}

export const valueKey = ({ node, param }: Pick<LiveValue, 'node' | 'param'>): string => JSON.stringify([node, param])

/** A run that plays the document needs not be told anything of it. */
export const toldBy = (document: GraphDocument, manifests: Manifests): Told => ({
  values: new Map(liveValues(document, manifests).map((live) => [valueKey(live), canonicalJson(live.value)])),
  wires: liveWires(document, manifests),
})

/** What a document has beyond what was told. */
export function untold(document: GraphDocument, told: Told, manifests: Manifests): Untold {
  const { values, wires } = toldBy(document, manifests)
  return {
    values: Object.fromEntries([...values].filter(([key, text]) => told.values.get(key) !== text)),
    wires: Object.fromEntries(
      [...wires]
        .map(([end, wire]) => [end, sourceOf(wire)] as const)
        .filter(([end, source]) => sourceOf(told.wires.get(end)) !== source),
    ),
  }
}

/**
 * What a run that plays `played` is told of a document: nothing, but for the edits that the document still has as they were made;
 * the document may have others by now, saved from elsewhere.
 */
export function toldBut(
  edits: Untold,
  { document, played, manifests }: { document: GraphDocument; played: GraphDocument; manifests: Manifests },
): Told {
  const [told, plays] = [toldBy(document, manifests), toldBy(played, manifests)]
  return {
    values: put(told.values, plays.values, (key, text) => edits.values[key] === text),
    wires: put(told.wires, plays.wires, (end, wire) => edits.wires[end] === sourceOf(wire)),
  }
}

/** `map` with those of its entries that are meant as they are in `other`, or without them. */
function put<T>(
  map: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  isMeant: (key: string, value: T) => boolean,
): ReadonlyMap<string, T> {
  const entries = [...map].map(([key, value]) => [key, isMeant(key, value) ? other.get(key) : value] as const)
  return new Map(entries.filter((entry): entry is [string, T] => entry[1] !== undefined))
}

const sourceOf = (wire: Wire | undefined): string => JSON.stringify([wire?.from.node, wire?.from.port])
