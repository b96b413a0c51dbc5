/** One picture: 8-bit RGB, interleaved, rows from the top; `data` holds width x height x 3 bytes. */
export interface PixelFrame {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
