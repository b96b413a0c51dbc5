import { describe, expect, test } from 'vitest'
import { embeddedVocabulary } from '../load-tiny-world.js'
import { drawScene } from './draw-scene.js'
import { sceneOfPrompt } from './scene-of-prompt.js'
import { advance, BIOMES, COLOUR_NAMES, MARKS, PANS, type Scene, SHAPES, SPEEDS, timeOfDay, TIMES } from './scene.js'

const SEEDS = 2000
const drawn = Array.from({ length: SEEDS }, (_, seed) => drawScene(seed))

describe('a scene drawn by its seed', () => {
  test.each([
    ['biome', BIOMES.length],
    ['colour', COLOUR_NAMES.length],
    ['shape', SHAPES.length],
    ['mark', MARKS.length],
    ['pan', PANS.length],
    ['speed', SPEEDS.length],
    ['bloom', 16],
  ] as const)('has every %s about equally often', (attribute, choices) => {
    const counts = new Map<string | number, number>()
    for (const scene of drawn) counts.set(scene[attribute], (counts.get(scene[attribute]) ?? 0) + 1)
    expect(counts.size).toBe(choices)
    // Five deviations of a binomial count.
    const expected = SEEDS / choices
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected))
  })

  test.each(['far', 'mid', 'camera', 'day'] as const)('has its %s anywhere in [0, 1)', (phase) => {
    const values = drawn.map((scene) => scene[phase]).toSorted((a, b) => a - b)
    // Kolmogorov-Smirnov at far below one in a million.
    for (const [i, value] of values.entries()) expect(Math.abs(value - i / SEEDS)).toBeLessThan(0.06)
    expect([values[0] ?? -1, 1 - (values.at(-1) ?? 1)].every((end) => end >= 0 && end < 0.01)).toBe(true)
  })

  test('keeps what is hidden when names change', () => {
    const [red, blue] = [drawScene(5, { colour: 'red', time: 'dusk' }), drawScene(5, { colour: 'blue', time: 'night' })]
    const hidden = ({ mark, pan, speed, bloom, far, mid, camera }: Scene) => [mark, pan, speed, bloom, far, mid, camera]
    expect(hidden(red)).toEqual(hidden(blue))
    expect([red.colour, blue.colour, timeOfDay(red.day), timeOfDay(blue.day)]).toEqual(['red', 'blue', 'dusk', 'night'])
    for (const time of TIMES) {
      for (let seed = 0; seed < 50; seed++) expect(timeOfDay(drawScene(seed, { time }).day)).toBe(time)
    }
  })

  test('shows what a prompt says, and takes defaults for the rest', async () => {
    const vocabulary = await embeddedVocabulary()
    const { scene, unknownWords } = sceneOfPrompt('a teal gem in winter with a zebra', { seed: 1, vocabulary })
    expect(scene).toMatchObject({ colour: 'cyan', shape: 'diamond', biome: 'snow' })
    expect(timeOfDay(scene.day)).toBe('noon')
    expect(unknownWords).toEqual(['zebra'])
  })
})

test('a day later the clock is where it was, and the camera on its own way', () => {
  for (const scene of drawn.slice(0, 20)) {
    const later = advance(scene, 512)
    expect(later.day).toBeCloseTo(scene.day, 9)
    expect(advance(later, (PANS[scene.pan] ?? 0) * 3 - 512).camera).toBeCloseTo(scene.camera, 9)
  }
})
