import { outline, type Stance, stance } from './character.js'
import { clamp } from './colour.js'
import { type Courses, courses, layerX, passing } from './courses.js'
import { blooms, groundTexture, RIDGES, ridgeTop } from './landscape.js'
import { advance, BIOMES, COLOUR_NAMES, LANDMARKS, LAYER_PERIOD, type Scene } from './scene.js'
import { CLOUDS, lightPlace } from './sky.js'
import { TRAIN_FLOOR, TRAIN_TOP, WAGON } from './train.js'

/** Of a latent frame. */
export const CHANNELS = 16
/** Pixel frames of a latent frame; its fields are those of the last of them. */
const FRAMES = 4
/** Height of every picture, in units. */
const UNITS = 64

/** Unit of the distance to a ridge, and how far below and above it counts. */
const RIDGE = { unit: 16, below: 1, above: 2.6 }
/** Unit of the character's own coordinates, of the distance to its outline, and the width of the bump that says what it is. */
const CHARACTER = { near: 14, edge: 8, bump: 8 }
const MARK_CODES = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const
/** Five colours on a circle, the last in its middle. */
const COLOUR_CODES = COLOUR_NAMES.map((_, index) => {
  const angle = 0.4 * Math.PI * index
  return index === COLOUR_NAMES.length - 1 ? ([0, 0] as const) : ([Math.cos(angle), Math.sin(angle)] as const)
})

/** What each channel was shifted and divided by in training: means and deviations over 4,096 random scenes of 20 x 32 cells (`scene_latents.py`). */
const MEANS: readonly number[] = [
  -0.0143966377, 0.00961237587, 0.040648289, -0.434589863, -0.100024745, 0.00031549565, 0.908843696, 0.00908510666,
  -0.259089738, -0.000157866947, 0.000540106092, 0.00104323239, -0.000504365657, -0.814872861, 0.0217861868,
  -0.0190549083,
]
const DEVIATIONS: readonly number[] = [
  0.996699095, 0.983001471, 0.938621998, 1.09935904, 0.62379998, 0.400000006, 0.400000006, 1.13609862, 0.980595887,
  0.400000006, 0.400000006, 0.400000006, 0.400000006, 0.551384807, 1.00420034, 0.975061297,
]

/** Which latent frames of a video, and their size in cells of 8 x 8 pixels. */
export interface SceneLatentsOptions {
  readonly first?: number
  readonly count: number
  readonly height: number
  readonly width: number
}

/**
 * The latents of a video that begins with `scene`, as the training code computes them, without an encoder: Float32Array
 * [count, 16, height, width], latent frame `first` and those after it. Latent frame n ends with pixel frame 4n.
 */
export function sceneLatents(scene: Scene, { first = 0, count, height, width }: SceneLatentsOptions): Float32Array {
  const cell = UNITS / height
  const plane = height * width
  const latents = new Float32Array(count * CHANNELS * plane)
  for (let frame = 0; frame < count; frame++) {
    const fields = fieldsOf(advance(scene, (first + frame) * FRAMES), cell * width)
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const values = fields((column + 0.5) * cell, (row + 0.5) * cell)
        for (const [channel, value] of values.entries()) {
          const at = (frame * CHANNELS + channel) * plane + row * width + column
          latents[at] = (value - (MEANS[channel] ?? Number.NaN)) / (DEVIATIONS[channel] ?? Number.NaN)
        }
      }
    }
  }
  return latents
}

/** The sixteen channels of a scene at a place of its picture, which is `width` wide, in units, before they are scaled. */
function fieldsOf(scene: Scene, width: number): (x: number, y: number) => readonly number[] {
  const { biome, day } = scene
  const course = courses(scene, width)
  const kind = BIOMES.indexOf(biome) / BIOMES.length
  const character = characterFields(scene, stance(course, width))
  return (x, y) => {
    const ends = passing(course.train, x)
    const covered = Math.max(ends, TRAIN_TOP - y, y - TRAIN_FLOOR)
    const seen = clamp(0.5 + covered / 4)
    const [far, mid] = RIDGES.map((layer) => {
      const top = ridgeTop(biome, layer, { x, offset: course[layer.layer] })
      return clamp((y - top) / RIDGE.unit, -RIDGE.above, RIDGE.below)
    })
    return [
      turn(day),
      turn(day, 0.25),
      far ?? Number.NaN,
      mid ?? Number.NaN,
      scenery(scene, course, { x, y, seen }),
      lights({ day, width }, x, y),
      ...character(x, y, clamp(0.5 + Math.max(ends, y - TRAIN_FLOOR) / 4)),
      train(x - course.train, covered, seen),
      turn(kind),
      turn(kind, 0.25),
    ]
  }
}

/** Channels 6 to 12: distance to the outline, coordinates, and codes of mark and colour under a bump; `shown` is 0 behind the train. */
function characterFields({ shape, mark, colour }: Scene, { x: cx, y: cy, squash }: Stance) {
  const [markA, markB] = MARK_CODES[mark] ?? [Number.NaN, Number.NaN]
  const [colourA, colourB] = COLOUR_CODES[COLOUR_NAMES.indexOf(colour)] ?? [Number.NaN, Number.NaN]
  return (x: number, y: number, shown: number): readonly number[] => {
    const [u, v] = [x - cx, y - cy]
    const distance = outline(shape, u * squash, v / squash)
    const bump = Math.exp((-0.5 * (u ** 2 + v ** 2)) / CHARACTER.bump ** 2) * shown
    return [
      1 - (1 - clamp(distance / CHARACTER.edge, -0.5, 1)) * shown,
      clamp(u / CHARACTER.near, -1.4, 1.4) * shown,
      clamp(v / CHARACTER.near, -1.4, 1.4) * shown,
      bump * markA,
      1.4 * bump * colourA,
      1.4 * bump * colourB,
      bump * markB,
    ]
  }
}

/** Channel 4: clouds in the upper rows, landmarks around the horizon (negative where they bloom), the ground's texture below. */
function scenery(
  { bloom }: Scene,
  { far, ground }: Courses,
  { x, y, seen }: { readonly x: number; readonly y: number; readonly seen: number },
): number {
  if (y < 22) {
    const puff = ([place, height, half]: (typeof CLOUDS)[number]) =>
      Math.exp(-(((x - layerX(place, far)) / half) ** 2) - ((y - height) / 4) ** 2)
    return 2 * CLOUDS.reduce((sum, cloud) => sum + puff(cloud), 0) - 0.5
  }
  if (y > 48) return 0.7 * groundTexture(x / LAYER_PERIOD + ground, y)
  const bumps = LANDMARKS.map((place, index) => {
    const bump = Math.exp(-(((x - layerX(place, ground)) / 7) ** 2))
    return blooms(bloom, index) ? -bump : bump
  })
  return 1.6 * seen * bumps.reduce((sum, bump) => sum + bump, 0)
}

/** Channel 5: a bump at the sun, a dip at the moon. */
function lights({ day, width }: { readonly day: number; readonly width: number }, x: number, y: number): number {
  const bump = (rises: number) => {
    const { cx, cy } = lightPlace(day, rises, width)
    return Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 200)
  }
  return bump(0) - bump(0.5)
}

/** Channel 13: how much the train covers, with the rhythm of its wagons and windows; negative away from it. */
function train(along: number, covered: number, seen: number): number {
  const wave = (times: number, shift: number) => Math.cos(2 * Math.PI * ((times * along) / WAGON - shift))
  return (1 - seen) * (1 + 0.4 * wave(4, 0.5) + 0.4 * wave(1, 0)) - clamp(covered / 12)
}

/** Cosine of a share of a turn; shifted by a quarter, its sine. */
const turn = (share: number, shift = 0): number => 1.4 * Math.cos(2 * Math.PI * (share - shift))
