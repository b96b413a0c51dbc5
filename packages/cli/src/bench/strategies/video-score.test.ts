import { drawScene, Eye, renderScene, type Scene } from '@frameloom/tiny-world'
import { describe, expect, test } from 'vitest'
import { VideoScore } from './video-score.js'

const FRAMES = 12
const SIZE = { width: 256, height: 160 }
/** At noon, nothing before the character. */
const scene: Scene = { ...drawScene(0, { shape: 'ball', colour: 'red' }), mark: 1, day: 0.2 }

/** Scores chunks of pictures of the scene, in each of them with another mark. */
function scored(start: 'scene' | 'noise', marks: readonly number[]) {
  const { colour, shape, biome } = scene
  const expected = start === 'scene' ? { ...scene, first: scene } : { colour, shape, biome }
  const score = new VideoScore({ eye: new Eye(), expected, firstChunk: 0, chunks: marks.length, every: 1, fps: 16 })
  for (const [chunk, mark] of marks.entries()) {
    const first = chunk * FRAMES
    const frames = Array.from({ length: FRAMES }, (_, i) => renderScene({ ...scene, mark }, first + i, SIZE).frame)
    score.take({ chunk, first, frames })
  }
  return score.read()
}

describe('a score of rendered pictures', () => {
  test('finds everything right in a video of its scene', () => {
    const scores = scored('scene', [1, 1])
    for (const measure of ['found', 'identity', 'markRight', 'biomeRight']) expect(scores[measure]?.whole).toBe(1)
    expect(scores['hourError']?.whole).toBeLessThan(0.01)
    expect(scores['markConstant']).toBeUndefined()
  })

  test('tells quarters apart where the mark changes', () => {
    expect(scored('scene', [1, 1, 2, 1])['markRight']?.quarters).toEqual([1, 1, 0, 1])
  })

  test('from noise, where nobody knows the mark, says how much of the start shows the same', () => {
    const scores = scored('noise', [2, 2, 3, 2])
    expect(scores['markConstant']?.whole).toBe(0.75)
    expect(scores['markRight']).toBeUndefined()
    expect(scores['colourRight']?.whole).toBe(1)
  })
})
