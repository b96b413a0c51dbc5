export { Eye, type Sighting } from './eye/eye.js'
export { type Expected, type FrameScoreName, type FrameScores, scoreFrame } from './eye/score-frame.js'
export { type Truth, truthAt } from './eye/truth.js'
export {
  committedWeights,
  embeddedVocabulary,
  loadTinyWorld,
  tinyWorldFiles,
  type TinyWorld,
  type TinyWorldOptions,
} from './load-tiny-world.js'
export { drawScene, type NamedAttributes } from './world/draw-scene.js'
export { type RenderedScene, renderScene } from './world/render-scene.js'
export { sceneLatents } from './world/scene-latents.js'
export { type SceneOfPrompt, sceneOfPrompt } from './world/scene-of-prompt.js'
export { advance, type Scene, timeOfDay } from './world/scene.js'
