import type { Colour } from './colour.js'

/** Colours of the character, by the words of a prompt. */
export const COLOURS = {
  red: [0.9, 0.16, 0.16],
  yellow: [0.98, 0.85, 0.15],
  cyan: [0.2, 0.85, 0.9],
  blue: [0.2, 0.35, 0.95],
  purple: [0.68, 0.25, 0.85],
  white: [0.96, 0.96, 0.96],
} as const satisfies Record<string, Colour>

export type ColourName = keyof typeof COLOURS

export const COLOUR_NAMES = ['red', 'yellow', 'cyan', 'blue', 'purple', 'white'] as const satisfies ColourName[]
export const SHAPES = ['ball', 'box', 'cone', 'diamond'] as const
export const BIOMES = ['meadow', 'desert', 'snow', 'forest', 'canyon'] as const
export const TIMES = ['dawn', 'noon', 'dusk', 'night'] as const

export type Shape = (typeof SHAPES)[number]
export type Biome = (typeof BIOMES)[number]
export type TimeOfDay = (typeof TIMES)[number]

/** Colours of the mark on the character's belly. */
export const MARKS: readonly Colour[] = [
  [0.08, 0.08, 0.1],
  [0.15, 0.65, 0.25],
  [0.98, 0.55, 0.1],
  [0.98, 0.5, 0.7],
]

/** Pixel frames in one day: 32 seconds at 16 frames a second. */
export const DAY_FRAMES = 512
/** Hops of the character in a day: one a second. */
export const HOPS = 32
/** Pixel frames in which the camera goes from its left turning point to its right one and back. */
export const PANS: readonly number[] = [512, 400, 320]
/** How often a day the character goes there and back between its own two turning points. */
export const SPEEDS: readonly number[] = [4, 5, 6]
/** How much of the camera's motion each layer shows. */
export const PARALLAX = { far: 0.2, mid: 0.5, ground: 1 } as const
/** Width after which a layer repeats, in units: a picture is 64 units high. */
export const LAYER_PERIOD = 256
/** Distance between the camera's turning points, in units. */
export const CAMERA_SPAN = 120
/** Where landmarks stand, as shares of the ground layer's period. */
export const LANDMARKS: readonly number[] = [0.06, 0.3, 0.55, 0.8]
/** Share of the day at which the train's head enters at the right. */
export const TRAIN_START = 0.3
/** Units per pixel frame, to the left. */
export const TRAIN_SPEED = 2.5
/** Units. */
export const TRAIN_LENGTH = 170

/**
 * One instant of the world; `advance` gives any other instant. Colour, shape and biome are in the prompt, `day` to
 * the nearest quarter; the rest is hidden, and only memory can hold it.
 */
export interface Scene {
  readonly biome: Biome
  readonly colour: ColourName
  readonly shape: Shape
  /** Index into MARKS. */
  readonly mark: number
  /** Index into PANS. */
  readonly pan: number
  /** Index into SPEEDS. */
  readonly speed: number
  /** A bit for each landmark, lowest first: whether it blooms. */
  readonly bloom: number
  /** Where the far and the middle ridge stand, as shares of their period, in [0, 1), like the phases that follow. */
  readonly far: number
  readonly mid: number
  /** The camera's way there and back. */
  readonly camera: number
  /** The clock that character and train go by: 0 dawn, 0.25 noon, 0.5 dusk, 0.75 night. */
  readonly day: number
}

/** The remainder with the sign of the divisor, as clocks go. */
export const wrapped = (value: number, period = 1): number => value - period * Math.floor(value / period)

/** The same world `frames` pixel frames later. */
export const advance = (scene: Scene, frames: number): Scene => ({
  ...scene,
  camera: wrapped(scene.camera + frames / (PANS[scene.pan] ?? Number.NaN)),
  day: wrapped(scene.day + frames / DAY_FRAMES),
})

/** The word for an hour. */
export const timeOfDay = (day: number): TimeOfDay => TIMES[wrapped(Math.floor(day * 4 + 0.5), 4)] ?? 'dawn'
