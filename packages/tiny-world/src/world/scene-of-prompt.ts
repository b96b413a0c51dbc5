import { meaning, type PromptMeaning, type Vocabulary } from '@frameloom/wan'
import { drawScene } from './draw-scene.js'
import { BIOMES, COLOUR_NAMES, type Scene, SHAPES, TIMES } from './scene.js'

/** A scene that shows what a prompt says, and the words that say nothing to this world. */
export interface SceneOfPrompt extends Pick<PromptMeaning, 'unknownWords'> {
  readonly scene: Scene
}

/** What the prompt does not name takes the vocabulary's default, as it does for the model; what is hidden follows from `seed`. */
export function sceneOfPrompt(
  text: string,
  { seed, vocabulary }: { readonly seed: number; readonly vocabulary: Vocabulary },
): SceneOfPrompt {
  const { words, unknownWords } = meaning(text, vocabulary)
  const among = <T extends string>(choices: readonly T[], attribute: string) =>
    choices.find((choice) => choice === words[attribute])
  const [colour, shape] = [among(COLOUR_NAMES, 'colour'), among(SHAPES, 'shape')]
  const [biome, time] = [among(BIOMES, 'biome'), among(TIMES, 'time')]
  const named = { ...(colour && { colour }), ...(shape && { shape }), ...(biome && { biome }), ...(time && { time }) }
  return { scene: drawScene(seed, named), unknownWords }
}
