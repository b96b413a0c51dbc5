import { BIOMES, COLOUR_NAMES, type Scene, SHAPES } from './scene.js'

/** A scene from a row of the training code's table, whose columns have the order of its fields. */
export function sceneOfRow(row: readonly number[]): Scene {
  const [biome = -1, colour = -1, shape = -1, mark = -1, pan = -1, speed = -1, bloom = -1, ...phases] = row
  const [far = Number.NaN, mid = Number.NaN, camera = Number.NaN, day = Number.NaN] = phases
  const names = { biome: BIOMES[biome], colour: COLOUR_NAMES[colour], shape: SHAPES[shape] }
  if (!names.biome || !names.colour || !names.shape) throw new RangeError('The row names nothing of the world.')
  const { biome: b, colour: c, shape: s } = { biome: names.biome, colour: names.colour, shape: names.shape }
  return { biome: b, colour: c, shape: s, mark, pan, speed, bloom, far, mid, camera, day }
}
