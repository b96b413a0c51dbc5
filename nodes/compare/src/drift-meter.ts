import { defineNode, stream } from '@frameloom/graph'
import { DriftMeter } from '@frameloom/metrics'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { z } from 'zod'
import { meterOfState, stateOfMeter } from './meter-state.js'

export const driftMeter = defineNode({
  type: 'compare/drift-meter',
  version: 1,
  title: 'Drift Meter',
  category: 'Compare',
  help: `Shows how a video changes as it grows: light, contrast, colour and sharpness against its own first chunks, motion,
    flicker, seams between chunks, and pictures that come back. Needs no judge model and passes the pictures on unchanged, so
    it fits between a decoder and whatever shows or saves them. Read steadiness beside motion: a frozen video drifts least.`,

  inputs: {
    frames: stream(pixelFrames, 'The pictures to measure.'),
  },
  outputs: {
    frames: stream(pixelFrames, 'The same pictures.'),
  },
  passes: { frames: 'frames' },
  params: z.strictObject({
    referenceChunks: z.int().min(1).max(64).default(3).meta({
      title: 'Reference',
      description:
        'How many chunks at the start later ones are compared with. Few: one odd moment counts much. Many: early drift becomes the norm.',
      unit: 'chunks',
    }),
    repeatGapChunks: z.int().min(1).max(1024).default(8).meta({
      title: 'Repeat gap',
      description: 'How old a picture must be to count as repeated. Few chunks: whatever moves slowly looks repeated.',
      unit: 'chunks',
      advanced: true,
    }),
  }),

  async execute({ inputs: { frames }, params, boundary, report, stateful }) {
    const meter = new DriftMeter(params)
    await stateful({
      save: () => stateOfMeter(meter.snapshot()),
      restore: (state) => meter.restore(meterOfState(state)),
    })
    async function* measured(): AsyncGenerator<FrameBatch> {
      for await (const batch of frames) {
        await boundary(batch.chunk)
        const started = performance.now()
        const figures = meter.measure(batch.frames)
        const measurements = { ...figures, measureMs: performance.now() - started }
        report({ chunk: batch.chunk, frames: batch.frames.length, measurements })
        yield batch
      }
    }
    return { frames: measured() }
  },
})
