import { writeFile } from 'node:fs/promises'
import { Rollout, scheduleFromSteps, seededNoise } from '@frameloom/diffusion'
import { memrope, onlinePositions } from '@frameloom/kv-cache'
import { openDevice } from '@frameloom/runtime'
import { loadTinyWorld } from '@frameloom/tiny-world'
import { contactSheet, type PixelFrame } from '@frameloom/video'

/*
 * Draws what the embedded model makes of four prompts, a row each, with MemRoPE and its own four denoise steps:
 * `npm run pictures` writes docs/sample-sheet.png.
 */
const PROMPTS = ['red ball meadow noon', 'cyan box desert dawn', 'purple cone snow dusk', 'yellow diamond forest night']
/** Chunks whose last pixel frame is shown. A chunk lasts three quarters of a second: the last one is two minutes in. */
const SHOWN = [0, 4, 8, 16, 32, 64, 112, 159]
const SEED = 4

const [, , path] = process.argv
if (path === undefined) throw new Error('Say where to write the picture: sample-sheet.js docs/sample-sheet.png')
await using device = await openDevice('auto')
await using world = await loadTinyWorld({ device })
const rows: PixelFrame[][] = []
for (const text of PROMPTS) rows.push(await framesOf(text))
await writeFile(path, await contactSheet(rows.flat(), SHOWN.length))

async function framesOf(text: string): Promise<PixelFrame[]> {
  const { model, decoder, encoder } = world
  const { steps, shift } = model.defaultSchedule
  const { chunkFrames } = model.geometry
  const settings = {
    prompt: await encoder.encode(text),
    strategy: memrope({ cacheFrames: 12, sinkFrames: 3, chunkFrames, longRate: 0.01, shortRate: 0.1 }),
    positions: onlinePositions(),
  }
  const schedule = scheduleFromSteps(steps, shift)
  const chunks = Math.max(...SHOWN) + 1
  await using rollout = new Rollout({ model, schedule, noise: seededNoise(SEED), chunks, boundary: () => settings })
  await using stream = await decoder.open()
  const shown: PixelFrame[] = []
  for await (const { index, latents } of rollout) {
    const last = (await stream.decode(latents)).at(-1)
    if (last && SHOWN.includes(index)) shown.push(last)
  }
  return shown
}
