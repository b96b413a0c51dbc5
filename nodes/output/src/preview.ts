import { defineNode, stream } from '@frameloom/graph'
import { pixelFrames } from '@frameloom/sockets'
import { z } from 'zod'

export const preview = defineNode({
  type: 'output/preview',
  version: 1,
  title: 'Preview',
  category: 'Output',
  help: `Shows the video while it is made, on the node itself, to everybody who watches. It never waits for a slow viewer;
    how far the model may run ahead decides between a live picture and a smooth one.`,
  inputs: {
    frames: stream(pixelFrames, 'The pictures.'),
  },
  outputs: {},
  passes: {},
  params: z.strictObject({
    ahead: z.int().min(0).max(64).default(2).meta({
      title: 'Chunks ahead',
      description:
        'How many chunks may wait to be seen. Few: a change shows soon. Many: uneven speed does not show. 0: the model never waits, and pictures come at its speed.',
      unit: 'chunks',
      live: true,
    }),
  }),
  preview: true,

  async execute({ id, inputs: { frames }, boundary, report, services, signal }) {
    for await (const { chunk, frames: pictures, fps } of frames) {
      const { ahead } = (await boundary(chunk)).params
      await services.show?.({ node: id, chunk, pictures, fps, ahead, signal })
      report({ chunk, frames: pictures.length, measurements: { playbackFps: fps } })
    }
  },
})
