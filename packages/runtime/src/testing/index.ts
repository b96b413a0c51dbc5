export { largestDifference, type OneRun, runOnce } from './run-once.js'
export { secondOpinion } from './second-opinion.js'
