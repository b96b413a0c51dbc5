import { checkDocument, nodeId, runId } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { countingCatalog, countingDocument } from '../test-support/counting-pack.js'
import { recordingTerminal } from '../test-support/recording-terminal.js'
import { chooseDisplay } from './display.js'
import { Progress } from './progress.js'

test('a terminal that is slow gets the newest progress only, and every note', async () => {
  const checked = checkDocument(countingDocument(), countingCatalog)
  if (!checked.ok) throw new Error('The fixture cannot run.')
  const terminal = recordingTerminal(80)
  const display = chooseDisplay({ terminal, progress: new Progress(checked.graph, 4), json: false })
  const told = { run: runId.parse('run'), at: 0, node: nodeId.parse('write') }
  const status = (seq: number) => ({ ...told, seq, type: 'node-status' as const, text: 'writing' })
  await display.event(status(0), { chunkOut: false, isNewest: false })
  const note = { ...told, seq: 1, type: 'file-saved' as const, path: '/out/count.txt', finished: false }
  await display.event(note, { chunkOut: false, isNewest: false })
  await display.event(status(2), { chunkOut: true, isNewest: true })
  await terminal.out.line('')
  expect(terminal.printed().out).toEqual(['\r\u001B[KWriting /out/count.txt', '\r\u001B[Kchunk 0/4  0 frames'])
})
