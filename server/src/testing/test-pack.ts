import { setTimeout as sleep } from 'node:timers/promises'
import { defineNode, definePack, NodeError, stream } from '@frameloom/graph'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { z } from 'zod'

const [WIDTH, HEIGHT, FRAMES, FPS] = [64, 48, 4, 16]

const fixed = (title: string) => ({ title, description: `${title}.` })

/** Paints plain pictures at a chosen speed: what a model is to the server. */
const painter = defineNode({
  type: 'test/painter',
  version: 1,
  title: 'Painter',
  category: 'Test',
  help: 'Paints one colour per chunk.',
  inputs: {},
  outputs: { frames: stream(pixelFrames, 'The pictures.') },
  params: z.strictObject({
    seed: z
      .int()
      .min(0)
      .default(0)
      .meta({ ...fixed('Seed'), role: 'seed' }),
    chunks: z.int().min(0).default(0).meta(fixed('Chunks')),
    chunkMs: z
      .number()
      .min(0)
      .default(20)
      .meta({ ...fixed('Time per chunk'), unit: 'ms' }),
    shade: z
      .int()
      .min(0)
      .max(255)
      .default(0)
      .meta({ ...fixed('Shade'), live: true }),
    /** The process dies before this chunk. */
    dieAt: z.int().default(-1).meta(fixed('Dies at')),
    failAt: z.int().default(-1).meta(fixed('Fails at')),
  }),
  horizon: 'chunks',
  async execute({ params, boundary, firstChunk, report, signal, stateful }) {
    const { seed, chunks, chunkMs, dieAt, failAt } = params
    let painted = 0
    await stateful({
      save: () => ({ json: painted, tensors: {} }),
      restore: ({ json }) => {
        painted = Number(json)
      },
    })
    async function* frames(): AsyncGenerator<FrameBatch> {
      for (let chunk = firstChunk; chunks === 0 || chunk < chunks; chunk++) {
        const { shade } = (await boundary(chunk)).params
        await sleep(chunkMs, undefined, { signal })
        if (chunk === dieAt && firstChunk === 0) process.kill(process.pid, 'SIGKILL')
        if (chunk === failAt) throw new NodeError('no-paint', `There is no paint for chunk ${chunk}: buy some.`)
        if (painted !== chunk) throw new Error(`Chunk ${chunk} was painted ${painted} times before.`)
        painted++
        report({ chunk, frames: FRAMES, measurements: { paintMs: chunkMs, shade } })
        yield {
          chunk,
          frames: Array.from({ length: FRAMES }, () => plain(shade)),
          fps: FPS,
          origin: { seed, models: [] },
        }
      }
    }
    return { frames: frames() }
  },
})

function plain(shade: number) {
  return { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT * 3).fill(shade) }
}

export const pack = definePack({ name: '@frameloom/server-test-pack', nodes: [painter] })
