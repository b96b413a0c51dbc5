/**
 * How well `query` fits `text`: every letter in order, better where letters stand together and begin words; undefined
 * where a letter is missing. Of two texts the higher number fits better.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const needle = query.toLowerCase().replaceAll(/\s+/g, '')
  const hay = text.toLowerCase()
  let score = 0
  let last = -1
  for (const letter of needle) {
    const at = hay.indexOf(letter, last + 1)
    if (at < 0) return undefined
    const begins = at === 0 || !/[a-z0-9]/.test(hay[at - 1] ?? '')
    score += at === last + 1 ? 3 : begins ? 2 : 0
    score -= Math.min(at - last - 1, 8) * 0.1
    last = at
  }
  return score - hay.length * 0.01
}
