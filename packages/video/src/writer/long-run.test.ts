import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { needEncoder } from '../testing/installed-tools.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openVideo } from './open-video.js'

const SHAPE = { width: 64, height: 48 }

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Bytes that this process holds on to: twice collected, because buffers of streams are given back a turn later. */
async function heldBytes(): Promise<number> {
  collectGarbage()
  await setTimeout(50)
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

describe.each<{ encoder: EncoderName }>([{ encoder: 'ffmpeg' }, { encoder: 'webp' }])(
  'a long video by $encoder',
  ({ encoder }) => {
    test('takes no more memory than a short one', async (context) => {
      await needEncoder(context, encoder)
      const path = join(await temporaryFolder(), 'long')
      await using writer = await openVideo({ ...SHAPE, path, fps: 16, capsule: () => exampleCapsule, encoder })
      const noise = Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => (at * at * 31 + (at >> 3)) % 251)
      const writeChunks = async (count: number) => {
        for (let chunk = 0; chunk < count; chunk += 1) {
          noise.reverse()
          await writer.write(Array.from({ length: 4 }, () => ({ ...SHAPE, data: noise })))
        }
      }
      await writeChunks(40)
      const before = await heldBytes()
      await writeChunks(300)
      // Keeping the frames would take 11 MB, keeping their compressed form more than 2 MB; collection leaves some slack.
      expect((await heldBytes()) - before).toBeLessThan(1_000_000)
    })
  },
)
