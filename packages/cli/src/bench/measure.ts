import { availableParallelism, loadavg } from 'node:os'
import { median } from '@frameloom/metrics'
import { openDevice } from '@frameloom/runtime'
import { loadTinyWorld, type TinyWorld } from '@frameloom/tiny-world'
import { type ChunkSample, chunkSamples } from './chunk-samples.js'
import { type MatrixProducts, openMatrixProducts } from './matrix-product.js'
import { onnxRuntime } from '../onnx-runtime.js'

export interface MeasureRequest {
  /** A folder like that of the embedded model's weights; undefined: those. */
  readonly folder: string | undefined
  /** Chunks that are measured, after those that fill the cache. */
  readonly chunks: number
  /** Default: the runtime's own choice. */
  readonly threads: number | undefined
  readonly signal: AbortSignal
}

/** What one process measured, side by side, so that the ratios hold on any machine. Times are medians in milliseconds. */
export interface Measurements {
  readonly model: string
  readonly threads: number
  /** Programs that wanted to run when it began, averaged over a minute; 0 where the system does not tell. */
  readonly load: number
  /** Logical cores. */
  readonly cores: number
  readonly chunks: number
  /** Slots attended. */
  readonly slots: number
  readonly stages: {
    /** All denoise passes of a chunk. */
    readonly denoise: number
    readonly clean: number
    readonly cacheUpdate: number
    /** Noise, planning, copies. */
    readonly rest: number
    readonly decode: number
  }
  /** A chunk without decoding. */
  readonly chunkMs: number
  readonly chunkGflops: number
  /** Of a product of the chunk's tokens with the widest weight of a layer. */
  readonly productGflops: number
  /** Of a product of two square matrices of 1024. */
  readonly squareGflops: number
  /** Pixel frames per second, decoding included. */
  readonly framesPerSecond: number
  /** Pixel frames per second at which the video plays. */
  readonly playbackFps: number
}

/** Chunks until the cache of twelve latent frames is full and folds at every chunk. */
const WARM_UP = 6
/** Length of one burst of products: long enough for a steady clock, short enough to share the machine's mood with a chunk. */
const BURST_MS = 60
const SQUARE = 1024

/** Measures a model with MemRoPE, and between its chunks plain matrix products, with the same threads. */
export async function measure({ folder, chunks, threads, signal }: MeasureRequest): Promise<Measurements> {
  const machine = { load: loadavg()[0] ?? 0, cores: availableParallelism() }
  await using device = await openDevice('cpu', { ...onnxRuntime(), ...(threads !== undefined && { threads }) })
  await using world = await loadTinyWorld({ device, signal, ...(folder !== undefined && { folder }) })
  const { chunkTokens: rows, width: inner, ffnWidth: columns } = world.model.geometry
  await using product = await openMatrixProducts(device, { rows, inner, columns, products: 8 })
  await using square = await openMatrixProducts(device, { rows: SQUARE, inner: SQUARE, columns: SQUARE, products: 2 })

  const samples: ChunkSample[] = []
  const products: number[] = []
  const squares: number[] = []
  for await (const sample of chunkSamples(world, { chunks: WARM_UP + chunks, signal })) {
    if (sample.chunk.index < WARM_UP) continue
    samples.push(sample)
    products.push(await burstGflops(product))
    squares.push(await burstGflops(square))
  }
  return {
    ...machine,
    threads: device.threads,
    ...summary(world, samples),
    productGflops: median(products),
    squareGflops: median(squares),
  }
}

/** Speed over as many calls as fit into a burst. */
async function burstGflops(products: MatrixProducts): Promise<number> {
  const started = performance.now()
  let calls = 0
  let elapsed = 0
  while (elapsed < BURST_MS) {
    await products.multiply()
    calls++
    elapsed = performance.now() - started
  }
  return (calls * products.flops) / elapsed / 1e6
}

function summary({ model, decoder }: TinyWorld, samples: readonly ChunkSample[]) {
  const of = (value: (sample: ChunkSample) => number) => median(samples.map(value))
  const chunkMs = of((sample) => sample.chunkMs)
  const clean = of(({ chunk }) => chunk.milliseconds.passes.at(-1) ?? Number.NaN)
  const passes = of(({ chunk }) => chunk.milliseconds.passes.reduce((sum, ms) => sum + ms, 0))
  const cacheUpdate = of(({ chunk }) => chunk.milliseconds.cacheUpdate)
  const decode = of((sample) => sample.decodeMs)
  const slots = samples[0]?.chunk.plan.layout.length ?? 0
  const passesPerChunk = samples[0]?.chunk.milliseconds.passes.length ?? 0
  const flops = (passesPerChunk - 1) * model.passFlops(slots) + model.passFlops(slots, 'clean')
  return {
    model: model.name,
    chunks: samples.length,
    slots,
    stages: { denoise: passes - clean, clean, cacheUpdate, rest: Math.max(0, chunkMs - passes - cacheUpdate), decode },
    chunkMs,
    chunkGflops: flops / chunkMs / 1e6,
    framesPerSecond: (1000 * (samples[0]?.frames ?? 0)) / (chunkMs + decode),
    playbackFps: decoder.fps,
  }
}
