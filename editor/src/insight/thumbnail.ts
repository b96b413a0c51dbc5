/** Pixels of a thumbnail. */
export const THUMBNAIL = { width: 40, height: 25 } as const

/** RGB of a small picture, 0 to 255, [height, width, 3]. */
export type Thumbnail = Float32Array

export function thumbnailOf(bitmap: ImageBitmap): Thumbnail | undefined {
  const context = new OffscreenCanvas(THUMBNAIL.width, THUMBNAIL.height).getContext('2d')
  if (context === null) return undefined
  context.drawImage(bitmap, 0, 0, THUMBNAIL.width, THUMBNAIL.height)
  const { data } = context.getImageData(0, 0, THUMBNAIL.width, THUMBNAIL.height)
  return Float32Array.from({ length: (data.length / 4) * 3 }, (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)] ?? 0)
}

export function paintThumbnail(canvas: HTMLCanvasElement, picture: Thumbnail): void {
  if (canvas.width !== THUMBNAIL.width || canvas.height !== THUMBNAIL.height) Object.assign(canvas, THUMBNAIL)
  const image = new ImageData(THUMBNAIL.width, THUMBNAIL.height)
  for (let i = 0; i < image.data.length; i++) {
    image.data[i] = i % 4 === 3 ? 255 : (picture[Math.floor(i / 4) * 3 + (i % 4)] ?? 0)
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0)
}
