import { describe, expect, test } from 'vitest'
import { desks } from '../testing/desks.js'
import { pipeline } from '../testing/pipeline.js'
import { openFile } from './open-file.js'

const capsule = { format: 'frameloom-capsule', formatVersion: '1.1', createdBy: 'Frameloom 0.1.0', seed: 1, models: [] }

const fileOf = (content: object): File => new File([JSON.stringify(content)], 'clip.mp4.capsule.json')

describe('the JSON file beside a video', () => {
  const { desk, said } = desks()

  test('opens with the document that it carries', async () => {
    const { studio } = await desk()
    const document = { ...pipeline, meta: { title: 'A week at sea' } }
    await openFile(studio, fileOf({ ...capsule, document, video: { file: 'clip.mp4' } }))
    expect(said(studio)).toEqual(['Opened from clip.mp4.capsule.json as a new document.'])
    expect(studio.graph.document.meta?.title).toBe('A week at sea')
  })

  test('says where its document is missing or none', async () => {
    const { studio } = await desk()
    await openFile(studio, fileOf({ ...capsule, document: null }))
    await openFile(studio, fileOf({ ...capsule, document: { format: 'another' } }))
    expect(said(studio)).toEqual([
      'clip.mp4.capsule.json was saved without its document.',
      expect.stringMatching(/^clip\.mp4\.capsule\.json: .*"format"/),
    ])
  })
})
