import type { Capsule } from '../capsule/capsule.js'

/** About 40 KiB of UTF-8: letters of two, three and four bytes, quotes, line ends, and a lone surrogate. */
const UNICODE = 'Grüße "漢字" 🎞️ \\ \n\r\t\u0000 = ; # \ud800 '.repeat(800)

export const exampleCapsule: Capsule = {
  document: { format: 'frameloom-graph', formatVersion: '1.0', nodes: [], meta: { description: UNICODE } },
  seed: 20_260_401,
  models: [{ name: 'tiny-world', sha256: 'ab'.repeat(32) }],
  createdBy: 'Frameloom 0.1.0',
}
