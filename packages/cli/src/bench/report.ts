import type { Measurements } from './measure.js'
import type { PytorchResult } from './pytorch.js'

/** What `frameloom bench` tells: measurements of one run, and the ratios that may be compared between machines. */
export interface BenchReport extends Measurements {
  readonly ratios: {
    /** Speed of a whole chunk without decoding over that of a plain product of the same tokens and width. */
    readonly chunkOverProduct: number
    readonly chunkOverSquare: number
    /** Share of a chunk's time without decoding that the cache update takes. */
    readonly cacheUpdateShare: number
    readonly timesRealTime: number
    /** PyTorch's time for a chunk without decoding over ours; absent where there is no PyTorch. */
    readonly overPytorch?: number
  }
  readonly pytorch: PytorchResult
}

export function benchReport(measured: Measurements, pytorch: PytorchResult): BenchReport {
  const { chunkGflops, productGflops, squareGflops, stages, chunkMs, framesPerSecond, playbackFps } = measured
  return {
    ...measured,
    ratios: {
      chunkOverProduct: chunkGflops / productGflops,
      chunkOverSquare: chunkGflops / squareGflops,
      cacheUpdateShare: stages.cacheUpdate / chunkMs,
      timesRealTime: framesPerSecond / playbackFps,
      ...(pytorch.status === 'measured' && { overPytorch: pytorch.chunkMs / chunkMs }),
    },
    pytorch,
  }
}

/** Load per core from which on other programs disturb the figures. */
const BUSY = 0.5

/** For people. */
export function benchLines(report: BenchReport): string[] {
  const { load, cores, model, threads, chunks, slots, stages, ratios, pytorch, chunkMs, framesPerSecond, playbackFps } =
    report
  const whole = chunkMs + stages.decode
  const stage = (name: string, ms: number) =>
    `  ${name.padEnd(14)}${ms.toFixed(2).padStart(9)} ms  ${percent(ms / whole).padStart(7)}`
  return [
    `${model}, MemRoPE with ${slots} slots, ${threads} ${threads === 1 ? 'thread' : 'threads'}, medians of ${chunks} chunks`,
    '',
    stage('denoise', stages.denoise),
    stage('clean pass', stages.clean),
    stage('cache update', stages.cacheUpdate),
    stage('rest', stages.rest),
    stage('decode', stages.decode),
    '',
    `denoising         ${report.chunkGflops.toFixed(1)} GFLOP/s, ${ratios.chunkOverProduct.toFixed(2)} of a plain product of its size ` +
      `(${report.productGflops.toFixed(1)}), ${ratios.chunkOverSquare.toFixed(2)} of a square one of 1024 (${report.squareGflops.toFixed(1)})`,
    `cache update      ${percent(ratios.cacheUpdateShare)} of a chunk without decoding, ${percent(stages.cacheUpdate / whole)} with it`,
    `speed             ${framesPerSecond.toFixed(1)} frames per second, decoded: ${ratios.timesRealTime.toFixed(2)}x real time (${playbackFps})`,
    pytorch.status === 'measured'
      ? `PyTorch ${pytorch.version}     ${pytorch.chunkMs.toFixed(1)} ms per chunk, not decoded: this is ${(ratios.overPytorch ?? 0).toFixed(2)}x as fast`
      : pytorch.cure,
    ...(load > cores * BUSY
      ? [`The machine was busy (load ${load.toFixed(1)} on ${cores} cores): measure again when it is idle.`]
      : []),
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
