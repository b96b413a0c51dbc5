import { defineNode, NodeError, port, socketType, stream } from '@frameloom/graph'
import { z } from 'zod'
import type { Resource, Tally, World } from './world.fixture.js'

const number = socketType<number>('number', 'A number.')
const handle = socketType<Resource>('handle', 'An opened resource.')
const tallies = socketType<Tally>('tally', 'A running total.')

const face = { version: 1, category: 'Test', help: 'For tests.' }
const live = (title: string) => ({ title, description: `${title}, live.`, live: true })
const fixed = (title: string) => ({ title, description: `${title}, fixed.` })

export const amount = (world: World) =>
  defineNode({
    ...face,
    type: 'test/amount',
    title: 'Amount',
    inputs: {},
    outputs: { value: port(number, 'The amount.') },
    params: z.strictObject({
      amount: z.number().default(1).meta(live('Amount')),
      label: z.string().default('').meta(fixed('Label')),
    }),
    execute: ({ id, params, own }) => {
      world.execution(id)
      if (params.amount === 13) throw new NodeError('unlucky', 'The amount is 13; expected any other. Change it.')
      own(world.open(`${id}=${params.amount}`))
      return { value: params.amount }
    },
  })

export const sum = (world: World) =>
  defineNode({
    ...face,
    type: 'test/sum',
    title: 'Sum',
    inputs: { left: port(number, 'A number.'), right: port(number, 'A number.', { optional: true }) },
    outputs: { value: port(number, 'Both together.') },
    params: z.strictObject({}),
    execute: ({ id, inputs: { left, right = 0 }, own }) => {
      world.execution(id)
      own(world.open(`${id}=${left + right}`))
      return { value: left + right }
    },
  })

export const loader = (world: World) =>
  defineNode({
    ...face,
    type: 'test/loader',
    title: 'Loader',
    inputs: {},
    outputs: { handle: port(handle, 'The resource.') },
    params: z.strictObject({ name: z.string().default('weights').meta(fixed('Name')) }),
    execute: async ({ id, params, own, status }) => {
      world.execution(id)
      status({ text: 'loading', progress: 0.5 })
      await world.onChunk(id, 0)
      return { handle: own(world.open(params.name)) }
    },
  })

/** Adds `step * scale` per chunk. */
export const counter = (world: World) =>
  defineNode({
    ...face,
    type: 'test/counter',
    title: 'Counter',
    inputs: {
      handle: port(handle, 'Something loaded.', { optional: true }),
      step: port(number, 'What is added per chunk.', { live: true, optional: true }),
      start: port(number, 'Where it starts.', { optional: true }),
    },
    outputs: { tallies: stream(tallies, 'The running total.') },
    params: z.strictObject({
      chunks: z.int().min(0).default(4).meta(fixed('Chunks')),
      scale: z.number().default(1).meta(live('Scale')),
      failAt: z.int().default(-1).meta(fixed('Fails at')),
    }),
    horizon: 'chunks',
    execute: async ({
      id,
      inputs: { handle: resource, start = 0 },
      params,
      firstChunk,
      boundary,
      own,
      stateful,
      report,
    }) => {
      own(world.open(id))
      let total = start
      await stateful({
        save: () => ({ json: total, tensors: {} }),
        restore: ({ json }) => {
          total = Number(json)
        },
      })
      async function* counted(): AsyncGenerator<Tally> {
        for (let chunk = firstChunk; params.chunks === 0 || chunk < params.chunks; chunk++) {
          const now = await boundary(chunk)
          await world.onChunk(id, chunk)
          if (resource !== undefined && resource.released > 0) throw new Error('The resource was released too early.')
          if (chunk === params.failAt) throw new NodeError('out-of-numbers', `There is no number ${chunk}.`)
          total += (now.inputs.step ?? 1) * now.params.scale
          report({ chunk, frames: 1, measurements: { total } })
          yield { chunk, total }
        }
      }
      return { tallies: counted() }
    },
  })

/** Sums up what it reads; tells its last total as a value. */
export const adder = (world: World) =>
  defineNode({
    ...face,
    type: 'test/adder',
    title: 'Adder',
    inputs: { tallies: stream(tallies, 'Totals.') },
    outputs: { tallies: stream(tallies, 'Totals of totals.') },
    params: z.strictObject({ plus: z.number().default(0).meta(live('Plus')) }),
    execute: async ({ id, inputs, boundary, own, stateful }) => {
      own(world.open(id))
      let sum = 0
      await stateful({
        save: () => ({ json: { sum }, tensors: { sum: { dtype: 'f64', shape: [1], data: Float64Array.of(sum) } } }),
        restore: ({ tensors }) => {
          const saved = tensors['sum']?.data
          if (saved instanceof Float64Array) sum = saved[0] ?? 0
        },
      })
      async function* added(): AsyncGenerator<Tally> {
        for await (const { chunk, total } of inputs.tallies) {
          const { params } = await boundary(chunk)
          await world.onChunk(id, chunk)
          sum += total + params.plus
          yield { chunk, total: sum }
        }
      }
      return { tallies: added() }
    },
  })

export const zip = () =>
  defineNode({
    ...face,
    type: 'test/zip',
    title: 'Zip',
    inputs: { left: stream(tallies, 'Totals.'), right: stream(tallies, 'Totals.') },
    outputs: { tallies: stream(tallies, 'Left minus right.') },
    params: z.strictObject({}),
    execute: ({ inputs: { left, right } }) => {
      async function* zipped(): AsyncGenerator<Tally> {
        const others = right[Symbol.asyncIterator]()
        for await (const { chunk, total } of left) {
          const other = await others.next()
          if (other.done === true) return
          if (other.value.chunk !== chunk) throw new Error(`Chunk ${chunk} met chunk ${other.value.chunk}.`)
          yield { chunk, total: total - other.value.total }
        }
      }
      return { tallies: zipped() }
    },
  })

/** All of one stream, then all of the other. */
export const concat = (world: World) =>
  defineNode({
    ...face,
    type: 'test/concat',
    title: 'Concat',
    inputs: { left: stream(tallies, 'Totals.'), right: stream(tallies, 'Totals.') },
    outputs: { tallies: stream(tallies, 'Totals, left then right.') },
    params: z.strictObject({}),
    execute: async ({ id, inputs: { left, right }, stateful }) => {
      let passed = 0
      await stateful({
        save: () => ({ json: passed, tensors: {} }),
        restore: ({ json }) => {
          passed = Number(json)
        },
      })
      async function* joined(): AsyncGenerator<Tally> {
        for (const part of [left, right]) {
          for await (const tally of part) {
            await world.onChunk(id, passed)
            passed++
            yield tally
          }
        }
      }
      return { tallies: joined() }
    },
  })

export const recorder = (world: World) =>
  defineNode({
    ...face,
    type: 'test/recorder',
    title: 'Recorder',
    inputs: { tallies: stream(tallies, 'Totals.') },
    outputs: { last: port(number, 'The last total.') },
    params: z.strictObject({
      atMost: z.int().min(0).default(0).meta(fixed('At most')),
      forget: z.boolean().default(false).meta(fixed('Forget to return')),
    }),
    execute: async ({ id, inputs, params, own, saved }) => {
      own(world.open(id))
      const seen: Tally[] = []
      world.recorded.set(id, seen)
      for await (const tally of inputs.tallies) {
        await world.onChunk(id, tally.chunk)
        seen.push(tally)
        if (seen.length === params.atMost) break
      }
      saved({ path: `${id}.txt`, finished: true })
      return params.forget ? ({} as { last: number }) : { last: seen.at(-1)?.total ?? 0 }
    },
  })
