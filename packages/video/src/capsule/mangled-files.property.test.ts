import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EncoderName } from '../encoder/choose-encoder.js'
import { encodePng } from '../picture/png.js'
import { exampleCapsule } from '../testing/example-capsule.js'
import { needEncoder } from '../testing/installed-tools.js'
import { knownFrame, knownFrames } from '../testing/known-frames.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { VideoError } from '../video-error.js'
import { openVideo } from '../writer/open-video.js'
import type { Capsule } from './capsule.js'
import { readCapsule } from './read-capsule.js'

/** Small, so that most changes hit the structure and not the text. */
const capsule: Capsule = { ...exampleCapsule, document: { id: 'é' } }

async function videoBytes(encoder: EncoderName): Promise<Buffer> {
  const writer = await openVideo({
    path: join(await temporaryFolder(), 'v'),
    width: 16,
    height: 16,
    fps: 16,
    capsule,
    encoder,
  })
  await writer.write(knownFrames(0, 3, { width: 16, height: 16 }))
  await writer.close()
  return readFile(writer.path)
}

/** Places are fractions of the file, squared, so that the headers in front are hit most. */
const place = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x * x)

const change = fc.oneof(
  fc.record({ kind: fc.constant('bytes' as const), at: place, bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, to: place }),
)

function mangle(
  original: Buffer,
  changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[],
): Buffer {
  return changes.reduce((file, { at, ...rest }) => {
    const offset = Math.floor(at * file.length)
    if (rest.kind === 'cut') return file.subarray(0, offset)
    const inserted = rest.kind === 'bytes' ? rest.bytes : file.subarray(0, Math.floor(rest.to * file.length))
    const kept = rest.kind === 'bytes' ? offset + inserted.length : offset
    return Buffer.concat([file.subarray(0, offset), inserted, file.subarray(kept)])
  }, original)
}

test.for<{ kind: string; bytes: (skip: (encoder: EncoderName) => Promise<void>) => Promise<Uint8Array> }>([
  { kind: 'MP4', bytes: (need) => need('ffmpeg').then(() => videoBytes('ffmpeg')) },
  { kind: 'WebM', bytes: () => videoBytes('webp') },
  { kind: 'PNG', bytes: () => encodePng(knownFrame(0, { width: 8, height: 8 }), { capsule }) },
])('a mangled $kind gives a capsule or a VideoError, nothing else', async ({ bytes }, context) => {
  const original = Buffer.from(await bytes((encoder) => needEncoder(context, encoder)))
  const path = join(await temporaryFolder(), 'mangled')
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      await writeFile(path, mangle(original, changes))
      const outcome = await readCapsule(path).then(
        () => 'a capsule',
        (error: unknown) => (error instanceof VideoError && error.message.includes(path) ? 'a refusal' : error),
      )
      expect(['a capsule', 'a refusal']).toContain(outcome)
    }),
    { numRuns: 1000 },
  )
})
