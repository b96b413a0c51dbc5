import type { NodeManifest, PortManifest } from '@frameloom/graph'

/** Manifests as `frameloom nodes --json` prints them; three of them, to keep the example small. */
export const manifests: readonly NodeManifest[] = [
  node('memory/memrope-cache', 'MemRoPE Cache', { outputs: [port('cache', 'cache-strategy')] }),
  node('memory/online-rope', 'Online RoPE', { outputs: [port('positions', 'position-policy')] }),
  node('sampling/frame-sampler', 'Frame Sampler', {
    inputs: [port('cache', 'cache-strategy', { live: true }), port('positions', 'position-policy', { live: true })],
    outputs: [port('latents', 'latent-chunks', { flow: 'stream' })],
  }),
]

function port(name: string, socket: string, rest: Partial<PortManifest> = {}): PortManifest {
  const help = `Carries a ${socket}.`
  return { name, socket, summary: help, flow: 'value', help, live: false, optional: false, traits: [], ...rest }
}

interface Ends {
  readonly inputs?: PortManifest[]
  readonly outputs?: PortManifest[]
}

function node(type: string, title: string, { inputs = [], outputs = [] }: Ends): NodeManifest {
  const params = { type: 'object', properties: {} }
  return { type, version: 1, title, category: 'Example', help: title, inputs, outputs, params, conflicts: [] }
}
