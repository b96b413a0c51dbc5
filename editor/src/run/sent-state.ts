import { canonicalJson, type GraphDocument, type NodeManifest, type Wire } from '@frameloom/graph'
import { type LiveValue, liveValues } from './live-changes.js'
import { type LiveWires, liveWires } from './live-wires.js'

type Manifests = ReadonlyMap<string, NodeManifest>

/** What a run need not be told again: the live values that count as sent, as text by `valueKey`, and the wires into live inputs. */
export interface Sent {
  readonly values: ReadonlyMap<string, string>
  readonly wires: LiveWires
}

/** Edits that a run was not sent, as text by key: live values, and the outputs that feed live inputs. */
export interface Unsent {
  readonly values: Readonly<Record<string, string>>
  readonly wires: Readonly<Record<string, string>>
}

export const valueKey = ({ node, param }: Pick<LiveValue, 'node' | 'param'>): string => JSON.stringify([node, param])

/** A run that plays the document need not be told anything of it. */
export const sentBy = (document: GraphDocument, manifests: Manifests): Sent => ({
  values: new Map(liveValues(document, manifests).map((live) => [valueKey(live), canonicalJson(live.value)])),
  wires: liveWires(document, manifests),
})

/** What a document has beyond what was sent. */
export function unsent(document: GraphDocument, sent: Sent, manifests: Manifests): Unsent {
  const { values, wires } = sentBy(document, manifests)
  return {
    values: Object.fromEntries([...values].filter(([key, text]) => sent.values.get(key) !== text)),
    wires: Object.fromEntries(
      [...wires]
        .map(([end, wire]) => [end, sourceOf(wire)] as const)
        .filter(([end, source]) => sourceOf(sent.wires.get(end)) !== source),
    ),
  }
}

/**
 * What counts as already sent to a run that plays `played`: everything except `edits` that the document still holds
 * unchanged. It may have been replaced since by a version saved elsewhere.
 */
export function sentExcept(
  edits: Unsent,
  { document, played, manifests }: { document: GraphDocument; played: GraphDocument; manifests: Manifests },
): Sent {
  const [sent, plays] = [sentBy(document, manifests), sentBy(played, manifests)]
  return {
    values: replaceWhere(sent.values, plays.values, (key, text) => edits.values[key] === text),
    wires: replaceWhere(sent.wires, plays.wires, (end, wire) => edits.wires[end] === sourceOf(wire)),
  }
}

/** `map` with those of its entries that are meant as they are in `other`, or without them. */
function replaceWhere<T>(
  map: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  isMeant: (key: string, value: T) => boolean,
): ReadonlyMap<string, T> {
  const entries = [...map].map(([key, value]) => [key, isMeant(key, value) ? other.get(key) : value] as const)
  return new Map(entries.filter((entry): entry is [string, T] => entry[1] !== undefined))
}

const sourceOf = (wire: Wire | undefined): string => JSON.stringify([wire?.from.node, wire?.from.port])
