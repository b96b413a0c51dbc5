import { nodeId } from '@frameloom/graph'
import { type FrameHeader, MOST_PREVIEWS, type RunView, type Tier } from '@frameloom/protocol'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { openPage, type Page, paintingDocument, testStudio, until, untilState } from '../testing/test-studio.js'

const preview = nodeId.parse('preview')
const painter = nodeId.parse('painter')

async function started(page: Page, document: object): Promise<RunView['run']> {
  const reply = await page.emitWithAck('run:start', { document })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.view.run
}

/** Draws what comes. A page that draws nothing keeps what it owes. */
function screen(page: Page, draws = true) {
  const headers: FrameHeader[] = []
  const owed: (() => void)[] = []
  let jpeg: ArrayBuffer | Uint8Array | undefined
  page.on('run:frame', (header, bytes, drawn) => {
    headers.push(header)
    jpeg = bytes
    if (draws) drawn()
    else owed.push(drawn)
  })
  return { headers, owed, jpeg: () => Buffer.from(jpeg instanceof ArrayBuffer ? new Uint8Array(jpeg) : (jpeg ?? [])) }
}

const watch = async (page: Page, run: RunView['run'], previews: Record<string, Tier> = { [preview]: 'card' }) =>
  page.emitWithAck('run:watch', { run, previews })

describe('previews', () => {
  test('come as JPEGs of the pictures, in order, with the chunk that they belong to', async () => {
    const { url } = await testStudio()
    const page = await openPage(url)
    const run = await started(page, paintingDocument({ shade: 180 }, { ahead: 1 }))
    const { headers, jpeg } = screen(page)
    await watch(page, run)
    await until(() => headers.length >= 12 || undefined)

    const seqs = headers.map(({ seq }) => seq)
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
    for (const { seq, chunk, index } of headers) expect(seq).toBe(chunk * 4 + index)
    const { data, info } = await sharp(jpeg()).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([64, 48])
    // JPEG at quality 80 keeps a plain shade to within rounding.
    expect(Math.abs((data[0] ?? 0) - 180)).toBeLessThanOrEqual(2)
  })

  test('reach all who watch, and only those', async () => {
    const { url } = await testStudio()
    const pages = await Promise.all(Array.from({ length: 4 }, async () => openPage(url)))
    const screens = pages.map((page) => screen(page))
    const [first] = pages
    if (first === undefined) throw new Error('Four pages were opened.')
    const run = await started(first, paintingDocument())
    for (const page of pages.slice(0, 3)) await watch(page, run)
    await Promise.all(screens.slice(0, 3).map(async ({ headers }) => until(() => headers.length > 4 || undefined)))
    expect(screens[3]?.headers).toEqual([])
  })

  test('of a viewer that draws nothing stop after two, and hold up neither the run nor the others', async () => {
    const studio = await testStudio()
    const [slow, quick] = await Promise.all([openPage(studio.url), openPage(studio.url)])
    const [owing, drawing] = [screen(slow, false), screen(quick)]
    const run = await started(quick, paintingDocument({ chunks: 40, chunkMs: 5 }))
    await watch(slow, run)
    await watch(quick, run)
    await untilState(studio, run, 'finished')
    expect(owing.headers).toHaveLength(2)
    expect(drawing.headers.length).toBeGreaterThan(2)
    // Once it draws again, it gets the newest that was kept for it, not the oldest.
    const newest = Math.max(...drawing.headers.map(({ seq }) => seq))
    for (const drawn of owing.owed.splice(0)) drawn()
    await until(() => owing.headers[2])
    expect(owing.headers[2]?.seq).toBeGreaterThanOrEqual(Math.min(newest, 8))
  })

  test('hold the model at most the asked number of chunks ahead of what is seen', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const run = await started(page, paintingDocument({ chunkMs: 0 }, { ahead: 2 }))
    const { headers } = screen(page)
    await watch(page, run)
    await untilState(studio, run, 'running')
    const most: number[] = []
    page.on('run:event', (event) => {
      const seen = headers.at(-1)?.chunk
      if (event.type === 'chunk-finished' && event.node === painter && seen !== undefined) most.push(event.chunk - seen)
    })
    await until(() => most.length >= 8 || undefined)
    // Two wait to be seen, one is handed over, and the engine keeps up to two between nodes.
    expect(Math.max(...most.slice(2))).toBeLessThanOrEqual(5)
  })

  test('come at once to a viewer of a run that is over', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    screen(page)
    const run = await started(page, paintingDocument({ chunks: 3 }))
    await watch(page, run)
    await untilState(studio, run, 'finished')
    const late = await openPage(studio.url)
    const { headers } = screen(late)
    await watch(late, run)
    await until(() => headers[0])
    expect(headers[0]).toMatchObject({ node: preview, tier: 'card' })
    const large = await openPage(studio.url)
    const { headers: shown } = screen(large)
    await watch(large, run, { [preview]: 'full' })
    await until(() => shown[0])
    expect(shown).toEqual(headers)
  })

  test('come again after a reload, from where the video is by then', async () => {
    const studio = await testStudio()
    const before = await openPage(studio.url)
    const run = await started(before, paintingDocument())
    const { headers: old } = screen(before)
    await watch(before, run)
    await until(() => old.length > 4 || undefined)
    before.disconnect()
    const last = old.at(-1)?.seq ?? 0
    const after = await openPage(studio.url)
    const { headers } = screen(after)
    await watch(after, run)
    await until(() => headers.length > 4 || undefined)
    expect(headers[0]?.seq).toBeGreaterThanOrEqual(last)
  })

  test('are bounded in number for each page, which is told all the same what its run does', async () => {
    const studio = await testStudio()
    const page = await openPage(studio.url)
    const run = await started(page, paintingDocument())
    const others = Array.from({ length: MOST_PREVIEWS }, (_, index): [string, Tier] => [`n${index}`, 'card'])
    const { headers } = screen(page)
    const told: string[] = []
    page.on('run:event', ({ type }) => told.push(type))
    const reply = await watch(page, run, Object.fromEntries([...others, [preview, 'card']]))
    expect(reply).toMatchObject({ ok: true })
    await until(() => told.filter((type) => type === 'chunk-finished').length > 8 || undefined)
    expect(headers).toEqual([])
    await watch(page, run, Object.fromEntries([[preview, 'card'], ...others]))
    await until(() => headers.length > 0 || undefined)
  })
})
