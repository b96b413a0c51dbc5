import type { Binding, Device, DeviceBuffer } from '@frameloom/runtime'
import { PORTS } from './denoiser-graph.js'
import type { WanGeometry } from './geometry.js'

/** What the program writes before a pass and reads after it, in main memory; see `PORTS` for the shapes. */
export interface DenoiserBuffers {
  readonly patches: DeviceBuffer<'f32'>
  readonly time: DeviceBuffer<'f32'>
  readonly chunkRow: DeviceBuffer<'i64'>
  readonly cacheOnly: DeviceBuffer<'bool'>
  readonly output: DeviceBuffer<'f32'>
  /** Tables for every slot, [1, capacity x tokens per frame, head dim / 2]; a pass reads as many rows as it attends. */
  readonly cos: DeviceBuffer<'f32'>
  readonly sin: DeviceBuffer<'f32'>
}

export function denoiserBuffers(device: Device, geometry: WanGeometry, capacity: number): DenoiserBuffers {
  const { chunkTokens, headDim, patchSize, timeFeatures, tokensPerFrame } = geometry
  const tables = [1, capacity * tokensPerFrame, headDim / 2]
  return {
    patches: device.allocate('f32', [chunkTokens, patchSize], 'host'),
    time: device.allocate('f32', [1, timeFeatures], 'host'),
    chunkRow: device.allocate('i64', [1], 'host'),
    cacheOnly: device.allocate('bool', [1], 'host'),
    output: device.allocate('f32', [chunkTokens, patchSize], 'host'),
    cos: device.allocate('f32', tables, 'host'),
    sin: device.allocate('f32', tables, 'host'),
  }
}

/** Keys and values of one layer's cross-attention, [1, text length, width]. */
export interface PromptBuffers {
  readonly keys: DeviceBuffer<'f32'>
  readonly values: DeviceBuffer<'f32'>
}

export function promptBuffers(device: Device, { layers, textLength, width }: WanGeometry): readonly PromptBuffers[] {
  const allocate = () => device.allocate('f32', [1, textLength, width])
  return Array.from({ length: layers }, () => ({ keys: allocate(), values: allocate() }))
}

/** Binds all that stays bound for the life of a denoiser. */
export function bindLasting(binding: Binding, buffers: DenoiserBuffers, prompt: readonly PromptBuffers[]): void {
  binding.input(PORTS.patches, buffers.patches)
  binding.input(PORTS.time, buffers.time)
  binding.input(PORTS.chunkRow, buffers.chunkRow)
  binding.input(PORTS.cacheOnly, buffers.cacheOnly)
  binding.output(PORTS.output, buffers.output)
  for (const [layer, { keys, values }] of prompt.entries()) {
    binding.input(PORTS.promptKeys(layer), keys)
    binding.input(PORTS.promptValues(layer), values)
  }
}
