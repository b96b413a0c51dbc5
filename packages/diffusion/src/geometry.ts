/** Sizes of one latent frame. */
export interface LatentShape {
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Facts of a loaded video model; none of them is a setting. */
export interface ModelGeometry {
  readonly latent: LatentShape
  /** Latent frames denoised together. */
  readonly chunkFrames: number
  readonly tokensPerFrame: number
  readonly layers: number
  readonly heads: number
  readonly headDim: number
  /** The longest span of latent frames seen in training. */
  readonly trainedFrames: number
  /** Rows of the model's rotary table: temporal positions end here. Wan: 1024. */
  readonly rotaryPositions: number
  /** Rows and columns of a prompt embedding. */
  readonly textLength: number
  readonly textDim: number
}

/** Sizes for messages: `16 x 60 x 104`. */
export const latentSizes = ({ channels, height, width }: LatentShape): string => `${channels} x ${height} x ${width}`

/** Elements of one latent frame. */
export const latentFrameSize = ({ channels, height, width }: LatentShape): number => channels * height * width
