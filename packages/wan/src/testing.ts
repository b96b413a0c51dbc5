export { temporaryFolder } from './test-support/random-weights.js'
export { writeRandomDecoder, writeRandomWan } from './test-support/random-model.js'
