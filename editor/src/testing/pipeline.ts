import { graphDocument } from '@frameloom/graph'

const wire = (from: string, to: string) => {
  const [node, port] = from.split('.')
  const [target, input] = to.split('.')
  return { from: { node, port }, to: { node: target, port: input } }
}
const node = (id: string, type: string, [x, y]: readonly [number, number]) => ({
  id,
  type,
  version: 1,
  params: {},
  position: { x, y },
})

/** The pipeline of the headline example, with a preview. */
export const pipeline = graphDocument.parse({
  format: 'frameloom-graph',
  formatVersion: 1,
  id: 'pipeline',
  meta: { title: 'A pipeline' },
  nodes: [
    node('loader', 'model/model-loader', [0, 0]),
    node('positions', 'memory/online-rope', [0, 260]),
    node('prompt', 'model/prompt', [330, -260]),
    node('cache', 'memory/memrope-cache', [330, 0]),
    node('schedule', 'sampling/denoise-schedule', [330, 420]),
    node('sampler', 'sampling/frame-sampler', [660, 0]),
    node('decoder', 'model/frame-decoder', [990, 0]),
    node('preview', 'output/preview', [1320, 0]),
  ],
  wires: [
    wire('loader.encoder', 'prompt.encoder'),
    wire('loader.model', 'cache.model'),
    wire('loader.model', 'schedule.model'),
    wire('loader.model', 'sampler.model'),
    wire('loader.decoder', 'decoder.decoder'),
    wire('prompt.prompt', 'sampler.prompt'),
    wire('cache.cache', 'sampler.cache'),
    wire('positions.positions', 'sampler.positions'),
    wire('schedule.schedule', 'sampler.schedule'),
    wire('sampler.latents', 'decoder.latents'),
    wire('decoder.frames', 'preview.frames'),
  ],
})
