import { defineNode, stream } from '@frameloom/graph'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { z } from 'zod'

/** Chunks of two pictures; the second one of chunk `breaksAt` is of another size. */
export const greySource = defineNode({
  type: 'test/source',
  version: 1,
  title: 'Source',
  category: 'Test',
  help: 'Grey pictures.',
  inputs: {},
  outputs: { frames: stream(pixelFrames, 'The pictures.') },
  params: z.strictObject({ breaksAt: z.int().meta({ title: 'Breaks at', description: 'A chunk.' }) }),
  execute({ firstChunk, params, boundary }) {
    const frame = (width: number) => ({ width, height: 16, data: new Uint8Array(3 * width * 16).fill(90) })
    async function* frames(): AsyncGenerator<FrameBatch> {
      for (let chunk = firstChunk; chunk < 3; chunk++) {
        await boundary(chunk)
        const pair = [frame(16), frame(chunk === params.breaksAt ? 32 : 16)]
        yield { chunk, frames: pair, fps: 16, origin: { seed: 1, models: [] } }
      }
    }
    return { frames: frames() }
  },
})
