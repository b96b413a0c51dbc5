import type { DeviceBuffer } from '@frameloom/runtime'

/** Keys and values of one layer, each f32 [1, capacity x tokens per slot, width]. */
export interface LayerBuffers {
  readonly keys: DeviceBuffer<'f32'>
  readonly values: DeviceBuffer<'f32'>
}
