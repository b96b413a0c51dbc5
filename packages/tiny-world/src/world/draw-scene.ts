import { gaussianInto } from '@frameloom/tensor'
import {
  type Biome,
  BIOMES,
  type ColourName,
  COLOUR_NAMES,
  LANDMARKS,
  MARKS,
  PANS,
  type Scene,
  type Shape,
  SHAPES,
  SPEEDS,
  type TimeOfDay,
  TIMES,
  wrapped,
} from './scene.js'

/** What a prompt may fix of a scene; the rest is drawn. */
export interface NamedAttributes {
  readonly colour?: ColourName
  readonly shape?: Shape
  readonly biome?: Biome
  readonly time?: TimeOfDay
}

/** Keeps these draws apart from the noise of a video with the same seed. */
const STREAM = 0x5ce4e

/** A scene that follows from `seed` alone, but for what is named: hidden attributes stay when names change. */
export function drawScene(seed: number, named: NamedAttributes = {}): Scene {
  const uniform = uniformNumbers(seed, 12)
  const among = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(uniform() * list.length)] ?? list[0]
  const index = (count: number) => Math.min(count - 1, Math.floor(uniform() * count))
  const [biome, colour, shape] = [among(BIOMES), among(COLOUR_NAMES), among(SHAPES)]
  const hidden = {
    mark: index(MARKS.length),
    pan: index(PANS.length),
    speed: index(SPEEDS.length),
    bloom: index(2 ** LANDMARKS.length),
    far: uniform(),
    mid: uniform(),
    camera: uniform(),
  }
  const [time, hour] = [among(TIMES), uniform()]
  return {
    biome: named.biome ?? biome,
    colour: named.colour ?? colour,
    shape: named.shape ?? shape,
    ...hidden,
    day: wrapped((TIMES.indexOf(named.time ?? time) - 0.5 + hour) / 4),
  }
}

/** Independent numbers in [0, 1): the angles of pairs of normal ones. */
function uniformNumbers(seed: number, count: number): () => number {
  const numbers = new Float32Array(2 * count)
  gaussianInto(numbers, { seed, chunk: 0, step: 0, stream: STREAM })
  let next = 0
  return () => {
    const [cos = 1, sin = 0] = numbers.subarray(2 * next, 2 * next + 2)
    next++
    return wrapped(Math.atan2(sin, cos) / (2 * Math.PI))
  }
}
