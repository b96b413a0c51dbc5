import type { NodeManifest, PortManifest } from '@frameloom/graph'

export const portOf = (name: string, socket: string, rest: Partial<PortManifest> = {}): PortManifest => ({
  name,
  socket,
  summary: `A ${socket}.`,
  flow: 'value',
  help: `Takes a ${socket}.`,
  live: false,
  optional: false,
  traits: [],
  ...rest,
})

const manifest = (type: string, inputs: PortManifest[], outputs: PortManifest[]): NodeManifest => ({
  type,
  version: 1,
  title: type,
  category: 'Test',
  help: 'A node of the tests.',
  inputs,
  outputs,
  params: { type: 'object', properties: {} },
  conflicts: [],
})

/** A source, a filter that can feed itself, and an end. */
export const manifests: readonly NodeManifest[] = [
  manifest('test/source', [], [portOf('model', 'model'), portOf('frames', 'frames', { flow: 'stream' })]),
  manifest('test/filter', [portOf('in', 'frames', { flow: 'stream' })], [portOf('out', 'frames', { flow: 'stream' })]),
  manifest('test/end', [portOf('model', 'model'), portOf('frames', 'frames', { flow: 'stream' })], []),
]
