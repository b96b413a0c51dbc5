/**
 * Pearson's correlation of two series of one length: 1 where they differ in level and scale alone, 0 where they have nothing to
 * do with each other. Absent where one of them does not vary, or either is shorter than two.
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const count = Math.min(a.length, b.length)
  let [meanA, meanB] = [0, 0]
  for (let i = 0; i < count; i++) {
    meanA += (a[i] ?? 0) / count
    meanB += (b[i] ?? 0) / count
  }
  let [together, spreadA, spreadB] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const [left, right] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB]
    together += left * right
    spreadA += left * left
    spreadB += right * right
  }
  return spreadA > 1e-12 && spreadB > 1e-12 ? together / Math.sqrt(spreadA * spreadB) : undefined
}
