/** Below this many prompts an interval that excludes 0 says next to nothing: of five signs, all alike is a chance of one in sixteen. */
export const FEWEST_PAIRS = 6
