export {
  committedWeights,
  loadTinyWorld,
  tinyWorldFiles,
  type TinyWorld,
  type TinyWorldOptions,
} from './load-tiny-world.js'
