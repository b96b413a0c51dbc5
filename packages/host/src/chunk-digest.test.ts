import { nodeId, runId } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { DigestChain } from './chunk-digest.js'

test('a checkpoint keeps the fingerprints of its own chunk, also where a later one was taken before it is written', () => {
  const sampler = nodeId.parse('sampler')
  const told = { run: runId.parse('run'), seq: 0, at: 0 }
  const chain = new DigestChain()
  const chunk = (index: number) => {
    const made = { chunk: index, frames: 12, measurements: {}, digest: `d${index}` }
    chain.take({ ...told, type: 'chunk-finished', node: sampler, ...made })
    const after = chain.all
    chain.take({ ...told, type: 'checkpoint-saved', chunk: index + 1 })
    return after
  }
  const [one, two, three] = [chunk(0), chunk(1), chunk(2)]
  expect(new Set([one, two, three].map((digests) => digests['sampler'])).size).toBe(3)
  expect(chain.atCheckpoint(1)).toEqual(one)
  expect(chain.atCheckpoint(2)).toEqual(two)
  expect(chain.atCheckpoint(3)).toEqual(three)
})
