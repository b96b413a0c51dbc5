import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bundledCatalog } from './bundled-catalog.js'
import { loadCatalog, PackError } from './load-catalog.js'

async function moduleOf(source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-pack-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'pack.mjs')
  await writeFile(path, source)
  return path
}

test('offers the bundled node types where no pack is named', async () => {
  expect([...(await loadCatalog([])).keys()]).toEqual([...bundledCatalog().keys()])
})

test('adds the node types of a pack from a file', async () => {
  const graph = JSON.stringify(import.meta.resolve('@frameloom/graph'))
  const path = await moduleOf(`
    import { defineNode, definePack } from ${graph}
    import { z } from ${JSON.stringify(import.meta.resolve('zod'))}
    const node = defineNode({ type: 'acme/nothing', version: 1, title: 'Nothing', category: 'Acme', help: 'Does nothing.',
      inputs: {}, outputs: {}, params: z.strictObject({}), execute() {} })
    export const pack = definePack({ name: 'acme', nodes: [node] })`)
  const catalog = await loadCatalog([path])
  expect(catalog.get('acme/nothing')?.pack).toBe('acme')
  expect(catalog.size).toBe(bundledCatalog().size + 1)
})

test('names a pack that is not there, or is none', async () => {
  await expect(loadCatalog(['@acme/not-installed'])).rejects.toThrow(PackError)
  await expect(loadCatalog(['@acme/not-installed'])).rejects.toThrow(/@acme\/not-installed.*install it/)
  const path = await moduleOf('export const pack = 3')
  await expect(loadCatalog([path])).rejects.toThrow(/exports no `pack`/)
})
