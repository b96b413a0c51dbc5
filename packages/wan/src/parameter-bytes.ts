import { byteSize } from '@frameloom/tensor'
import type { Parameter } from '@frameloom/weights'

/** Bytes of parameters once they are widened to the 32 bits in which a network computes. */
export const parameterBytes = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, { shape }) => sum + byteSize('f32', shape), 0)
