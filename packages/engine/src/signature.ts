import { createHash } from 'node:crypto'
import { canonicalJson, type GraphNode, type HostServices, type JsonObject } from '@frameloom/graph'

export interface SignedNode {
  readonly node: GraphNode
  /** Parameters as written, as they hold now. */
  readonly written: JsonObject
  /** Signatures of the nodes it reads from, by input; `undefined` where one has none. */
  readonly sources: ReadonlyMap<string, string | undefined>
  readonly services: HostServices
}

/**
 * What a node would compute, as a key: its type, version and parameters, the device, where models are looked for, and the
 * same of everything it reads. Titles, positions and node ids do not matter. `undefined` where outputs cannot be kept: the
 * type says `reusable: false`, or something it reads cannot be kept.
 */
export function signatureOf({ node, written, sources, services }: SignedNode): string | undefined {
  const { type, version, reusable } = node.entry.definition
  if (reusable === false) return undefined
  const inputs: [string, string][] = []
  for (const [input, { port }] of node.inputs) {
    const source = sources.get(input)
    if (source === undefined) return undefined
    inputs.push([input, `${source}.${port}`])
  }
  const { device, modelDirs } = services
  const facts = {
    type,
    version,
    params: written,
    inputs: Object.fromEntries(inputs),
    device,
    modelDirs: [...modelDirs],
  }
  return createHash('sha256').update(canonicalJson(facts)).digest('hex')
}
