declare const frameBrand: unique symbol
declare const slotBrand: unique symbol

/** Index of a latent frame, counted from the start of the video. */
export type FrameIndex = number & { readonly [frameBrand]: true }

/** Place of one latent frame in the cache, counted in attention order from 0. */
export type Slot = number & { readonly [slotBrand]: true }

/** `length` consecutive latent frames from `start` on. */
export interface FrameSpan {
  readonly start: FrameIndex
  readonly length: number
}

export const frameIndex = (value: number): FrameIndex => value as FrameIndex
export const slot = (value: number): Slot => value as Slot
export const frameSpan = (start: number, length: number): FrameSpan => ({ start: frameIndex(start), length })
