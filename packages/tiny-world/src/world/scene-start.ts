import type { LatentShape, SceneRequest, SceneStart } from '@frameloom/diffusion'
import type { Vocabulary } from '@frameloom/wan'
import { CHANNELS, sceneLatents } from './scene-latents.js'
import { sceneOfPrompt } from './scene-of-prompt.js'

/** The beginning of the scene that words of the world's vocabulary name, for a model with latents of this size. */
export function sceneStart(
  { text, seed, frames }: SceneRequest,
  { vocabulary, latent }: { readonly vocabulary: Vocabulary; readonly latent: Omit<LatentShape, 'channels'> },
): SceneStart {
  const { scene, unknownWords } = sceneOfPrompt(text, { seed, vocabulary })
  const shape = { channels: CHANNELS, height: latent.height, width: latent.width }
  const shown = `a ${scene.colour} ${scene.shape}, ${scene.biome}`
  return {
    latents: sceneLatents(scene, { count: frames, ...shape }),
    shape,
    told: unknownWords.length > 0 ? `${shown}; not understood: ${unknownWords.join(', ')}` : shown,
  }
}
