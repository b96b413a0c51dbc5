/**
 * How a GPU multiplies 32-bit numbers. `f32`: exactly. `tf32`: on tensor cores, with factors rounded to 10 bits behind the point,
 * several times as fast and off by about a thousandth. A CPU always computes in f32.
 */
export type Precision = 'f32' | 'tf32'

/** Which GPU, and how it computes. */
export interface GpuChoice {
  /** Index of the GPU. */
  readonly gpu: number
  readonly precision: Precision
}

/** Settings of ONNX Runtime's CUDA provider, by its own names. */
export function cudaSettings({ gpu, precision }: GpuChoice): Readonly<Record<string, string>> {
  return {
    device_id: String(gpu),
    // The default doubles what was asked for, which a cache of gigabytes cannot afford.
    arena_extend_strategy: 'kSameAsRequested',
    // The default measures every convolution at its first run, seconds each.
    cudnn_conv_algo_search: 'HEURISTIC',
    use_ep_level_unified_stream: '1',
    // ONNX Runtime's own default is 1.
    use_tf32: precision === 'tf32' ? '1' : '0',
  }
}
