import { graphDocument } from '@frameloom/graph'
import { MOST_PREVIEWS } from '@frameloom/protocol'
import { expect, test, vi } from 'vitest'
import { startRun } from '../studio/run-commands.js'
import { desks } from '../testing/desks.js'
import { watchPreviews } from './watch-previews.js'

const { desk } = desks()

test('pictures are asked for of as many nodes as are shown at once, the enlarged one and those in view before others', async () => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
  const { studio, socket } = await desk()
  const preview = (index: number) => ({ id: `preview-${index}`, type: 'output/preview', version: 1, params: {} })
  studio.graph.edit((document) =>
    graphDocument.parse({
      ...document,
      nodes: [...document.nodes, ...Array.from({ length: 40 }, (_, at) => preview(at))],
    }),
  )
  const asked: Readonly<Record<string, string>>[] = []
  socket.onAnyOutgoing((name: string, request: { previews: Readonly<Record<string, string>> }) => {
    if (name === 'run:watch') asked.push(request.previews)
  })
  await startRun(studio)
  // Pictures that come could not be drawn here.
  await studio.run.pause()
  const stop = watchPreviews(studio)
  expect(Object.keys(asked.at(-1) ?? {})).toHaveLength(MOST_PREVIEWS)
  studio.ui.setState({ dialog: { kind: 'viewer', node: 'preview-39' } })
  expect(asked.at(-1)).toMatchObject({ 'preview-39': 'full' })
  expect(Object.keys(asked.at(-1) ?? {})).toHaveLength(MOST_PREVIEWS)
  expect(asked.at(-1)).not.toHaveProperty('preview-36')
  studio.screen.see('preview-36', true)
  await expect.poll(() => asked.at(-1)).toMatchObject({ 'preview-36': 'card', 'preview-39': 'full' })
  expect(Object.keys(asked.at(-1) ?? {})).toHaveLength(MOST_PREVIEWS)
  stop()
})
