import sharp from 'sharp'

/** Colours of 16 x 10 places of a picture, 0 to 255. */
async function places(picture: Buffer): Promise<number[]> {
  const { data } = await sharp(picture)
    .resize(16, 10, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [...data]
}

/** How alike two pictures are, whatever their size: the correlation of their colours, place by place; 1 for the same. */
export async function likeness(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = [await places(one), await places(other)]
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  const product = (of: readonly number[], by: readonly number[], means: readonly [number, number]) =>
    of.reduce((sum, value, index) => sum + (value - means[0]) * ((by[index] ?? 0) - means[1]), 0)
  return product(a, b, [meanA, meanB]) / Math.sqrt(product(a, a, [meanA, meanA]) * product(b, b, [meanB, meanB]))
}
