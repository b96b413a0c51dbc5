import { openDevice } from '@frameloom/runtime'
import { loadTinyWorld } from '@frameloom/tiny-world'
import { chunkSamples } from './chunk-samples.js'
import { openMatrixProducts } from './matrix-product.js'
import { onnxRuntime } from '../onnx-runtime.js'
import { medianRatio, type Estimate } from './median-ratio.js'

export interface EnduranceRequest {
  /** A folder like that of the embedded model's weights; undefined: those. */
  readonly folder: string | undefined
  readonly chunks: number
  /** Default: the runtime's own choice. */
  readonly threads: number | undefined
  readonly signal: AbortSignal
}

/** How a long run's end compares with its beginning. */
export interface Endurance {
  readonly model: string
  readonly chunks: number
  readonly latentFrames: number
  /** The highest temporal position that any pass used: online positions stay inside the cache. */
  readonly highestPosition: number
  /** Processor time of a chunk of the last 50 over that of chunks 20 to 70, both over the products beside them. */
  readonly timeRatio: Estimate
  /**
   * The least resident memory of the last 50 chunks over that of chunks 30 to 70: what a round of garbage collection
   * leaves. Between rounds it goes up by a twentieth, wherever in one a window begins.
   */
  readonly memoryRatio: number
  readonly memoryMiB: { readonly early: number; readonly late: number }
}

const EARLY = [20, 70] as const
const LATE = 50
/** Around chunk 50, long enough for several rounds of garbage collection. */
const SETTLED = [30, 70] as const

/**
 * Makes `chunks` chunks with MemRoPE, decodes them, and compares the last 50 with early ones. What is compared is processor
 * time, which waiting for other programs does not lengthen, over the processor time of a fixed matrix product computed after
 * every chunk, which takes out the clock's and the neighbours' mood.
 */
export async function endure({ folder, chunks, threads, signal }: EnduranceRequest): Promise<Endurance> {
  await using device = await openDevice('cpu', { ...onnxRuntime(), ...(threads !== undefined && { threads }) })
  await using world = await loadTinyWorld({ device, signal, ...(folder !== undefined && { folder }) })
  const { model } = world
  const { chunkTokens: rows, width: inner, ffnWidth: columns, chunkFrames } = model.geometry
  await using product = await openMatrixProducts(device, { rows, inner, columns, products: 24 })
  const relative = new Float64Array(chunks)
  const resident = new Float64Array(chunks)
  let highestPosition = 0
  let done = 0
  let before = process.cpuUsage()
  for await (const { chunk } of chunkSamples(world, { chunks, signal })) {
    const chunkTime = processorTime(before)
    const beforeProduct = process.cpuUsage()
    await product.multiply()
    relative[done] = chunkTime / processorTime(beforeProduct)
    resident[done] = process.memoryUsage.rss()
    for (const position of chunk.positions) highestPosition = Math.max(highestPosition, position)
    done++
    before = process.cpuUsage()
  }
  const early = Math.min(...resident.subarray(...SETTLED))
  const late = Math.min(...resident.subarray(-LATE))
  return {
    model: model.name,
    chunks,
    latentFrames: chunks * chunkFrames,
    highestPosition,
    timeRatio: medianRatio(relative.subarray(-LATE), relative.subarray(...EARLY)),
    memoryRatio: late / early,
    memoryMiB: { early: early / 2 ** 20, late: late / 2 ** 20 },
  }
}

/** For people. */
export function enduranceLines({ model, chunks, latentFrames, highestPosition, ...found }: Endurance): string[] {
  const { timeRatio, memoryRatio, memoryMiB } = found
  return [
    `${model}, MemRoPE, ${chunks} chunks (${latentFrames} latent frames), highest temporal position ${highestPosition}`,
    `time of a chunk   last ${LATE} over ${EARLY[0]} to ${EARLY[1]}: ${timeRatio.value.toFixed(3)} (95 %: ${timeRatio.low.toFixed(3)} to ${timeRatio.high.toFixed(3)})`,
    `least memory      last ${LATE} over ${SETTLED[0]} to ${SETTLED[1]}: ${memoryRatio.toFixed(3)} (${memoryMiB.early.toFixed(0)} to ${memoryMiB.late.toFixed(0)} MiB)`,
  ]
}

/** Microseconds that this process's threads computed since `before`. */
function processorTime(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return user + system
}
