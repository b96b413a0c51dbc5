import { graphDocument } from '@frameloom/graph'

/** A document with one node type that is not installed here: it becomes a placeholder and loses nothing. */
export const start = graphDocument.parse({
  format: 'frameloom-graph',
  formatVersion: 1,
  id: 'embedded',
  nodes: [
    { id: 'cache', type: 'memory/memrope-cache', version: 1, position: { x: 60, y: 140 } },
    { id: 'positions', type: 'memory/online-rope', version: 1, position: { x: 60, y: 280 } },
    { id: 'sampler', type: 'sampling/frame-sampler', version: 1, position: { x: 420, y: 180 } },
    {
      id: 'glow',
      type: 'somebody/glow',
      version: 3,
      params: { amount: 0.4 },
      position: { x: 420, y: 360 },
      mood: 'warm',
    },
  ],
  wires: [{ from: { node: 'sampler', port: 'latents' }, to: { node: 'glow', port: 'latents' } }],
})
