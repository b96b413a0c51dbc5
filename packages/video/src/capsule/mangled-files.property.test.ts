import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ROOM_FOR_CHANGES } from '../container/header-room.js'
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
    capsule: () => capsule,
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

/** Bytes of the room behind the comment that are left alone, so that changes hit the headers on both sides of it. */
const SKIPPED = ROOM_FOR_CHANGES - 64

/** Where a place lies in a file, whose room is its longest run of zeros. */
function offsetOf(at: number, file: Buffer): number {
  const room = file.indexOf(Buffer.alloc(SKIPPED))
  if (room < 0) return Math.floor(at * file.length)
  const offset = Math.floor(at * (file.length - SKIPPED))
  return offset < room ? offset : offset + SKIPPED
}

function mangle(
  original: Buffer,
  changes: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[],
): Buffer {
  return changes.reduce((file, { at, ...rest }) => {
    const offset = offsetOf(at, file)
    if (rest.kind === 'cut') return file.subarray(0, offset)
    const inserted = rest.kind === 'bytes' ? rest.bytes : file.subarray(0, offsetOf(rest.to, file))
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
