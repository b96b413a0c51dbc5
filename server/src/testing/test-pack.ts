import { setTimeout as sleep } from 'node:timers/promises'
import { defineNode, definePack, NodeError, stream } from '@frameloom/graph'
import { type FrameBatch, pixelFrames } from '@frameloom/sockets'
import { z } from 'zod'

const [FRAMES, FPS] = [4, 16]

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
    width: z.int().min(1).default(64).meta(fixed('Width')),
    height: z.int().min(1).default(48).meta(fixed('Height')),
    /** Levels by which pixels differ from the shade: what makes JPEGs large. */
    grain: z.int().min(0).max(255).default(0).meta(fixed('Grain')),
    /** The process dies before this chunk. */
    dieAt: z.int().default(-1).meta(fixed('Dies at')),
    /** The process does nothing else any more from this chunk on. */
    hangAt: z.int().default(-1).meta(fixed('Hangs at')),
    failAt: z.int().default(-1).meta(fixed('Fails at')),
  }),
  horizon: 'chunks',
  async execute({ params, boundary, firstChunk, report, signal, stateful }) {
    const { seed, chunks, chunkMs, dieAt, hangAt, failAt } = params
    let made = 0
    await stateful({
      save: () => ({ json: made, tensors: {} }),
      restore: ({ json }) => {
        made = Number(json)
      },
    })
    async function* frames(): AsyncGenerator<FrameBatch> {
      for (let chunk = firstChunk; chunks === 0 || chunk < chunks; chunk++) {
        const { shade } = (await boundary(chunk)).params
        await sleep(chunkMs, undefined, { signal })
        if (chunk === dieAt && firstChunk === 0) process.kill(process.pid, 'SIGKILL')
        while (chunk === hangAt) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
        if (chunk === failAt) throw new NodeError('no-paint', `There is no paint for chunk ${chunk}: buy some.`)
        if (made !== chunk) throw new Error(`Chunk ${chunk} should be number ${made}.`)
        made++
        const measurements = { paintMs: chunkMs, shade }
        report({ chunk, frames: FRAMES, measurements, insight: { painted: chunk + 1 } })
        yield {
          chunk,
          frames: Array.from({ length: FRAMES }, () => painted(params, shade)),
          fps: FPS,
          origin: { seed, models: [] },
        }
      }
    }
    return { frames: frames() }
  },
})

interface Canvas {
  readonly width: number
  readonly height: number
  readonly grain: number
}

function painted({ width, height, grain }: Canvas, shade: number) {
  const data = new Uint8Array(width * height * 3).fill(shade)
  for (let at = 0; grain > 0 && at < data.length; at++) data[at] = shade + ((Math.imul(at, 40_503) >>> 7) % (grain + 1))
  return { width, height, data }
}

export const pack = definePack({ name: '@frameloom/server-test-pack', nodes: [painter] })
