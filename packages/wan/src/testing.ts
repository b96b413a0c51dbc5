export { writeRandomDecoder, writeRandomEncoder, writeRandomWan } from './test-support/random-model.js'
export { temporaryFolder } from './test-support/random-weights.js'
