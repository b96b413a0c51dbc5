import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCatalog, defineNode, definePack, NodeError, socketType, stream } from '@frameloom/graph'
import { z } from 'zod'

const numbers = socketType<number>('number', 'A number.')
const face = { version: 1, category: 'Test', help: 'For tests.' }

/** Counts up from its seed, one number per chunk; its state is the last number. */
const counter = defineNode({
  ...face,
  type: 'test/counter',
  title: 'Counter',
  inputs: {},
  outputs: { numbers: stream(numbers, 'The numbers.') },
  params: z.strictObject({
    start: z.int().default(0).meta({ title: 'Start', description: 'The first number.', role: 'seed' }),
    chunks: z.int().min(0).default(4).meta({ title: 'Chunks', description: 'How many; 0 is endless.' }),
    label: z.string().default('').meta({ title: 'Label', description: 'A text.' }),
  }),
  horizon: 'chunks',
  async execute({ params, firstChunk, boundary, stateful, report }) {
    let last = params.start - 1
    await stateful({
      save: () => ({
        json: { label: params.label },
        tensors: { last: { dtype: 'f32', shape: [1], data: Float32Array.of(last) } },
      }),
      restore: ({ tensors }) => {
        const saved = tensors['last']?.data
        if (!(saved instanceof Float32Array)) throw new NodeError('checkpoint-damaged', 'The counter has no number.')
        last = saved[0] ?? Number.NaN
      },
    })
    async function* counted(): AsyncGenerator<number> {
      for (let chunk = firstChunk; params.chunks === 0 || chunk < params.chunks; chunk++) {
        await boundary(chunk)
        last++
        report({ chunk, frames: 1, digest: `digest of ${last}` })
        yield last
      }
    }
    return { numbers: counted() }
  },
})

/** Writes the numbers of a run into a file, three frames for each; refuses the number 13. */
const ledger = defineNode({
  ...face,
  type: 'test/ledger',
  title: 'Ledger',
  inputs: { numbers: stream(numbers, 'The numbers.') },
  outputs: {},
  params: z.strictObject({}),
  async execute({ inputs, firstChunk, report, saved, services }) {
    const path = join(services.outDir, `${services.fileName}-${firstChunk}.txt`)
    saved({ path, finished: false })
    const written: number[] = []
    for await (const number of inputs.numbers) {
      if (number === 13) throw new NodeError('unlucky', 'The number is 13: start elsewhere.')
      written.push(number)
      await writeFile(path, written.join(' '))
      report({ chunk: firstChunk + written.length - 1, frames: 3, measurements: { playbackFps: 16 } })
    }
    saved({ path, finished: true })
  },
})

/** A pack small enough to know what a run of it must give. */
export const countingCatalog = createCatalog([definePack({ name: 'test', nodes: [counter, ledger] })])

/** A counter wired to a ledger. */
export const countingDocument = (params: Readonly<Record<string, unknown>> = {}) => ({
  format: 'frameloom-graph',
  formatVersion: 1,
  nodes: [
    { id: 'count', type: 'test/counter', version: 1, params },
    { id: 'write', type: 'test/ledger', version: 1 },
  ],
  wires: [{ from: { node: 'count', port: 'numbers' }, to: { node: 'write', port: 'numbers' } }],
})
