import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { callRoute } from '@frameloom/protocol'
import { expect, test } from 'vitest'
import { heldFolder, smallDisk } from '../testing/small-disk.js'
import { openPage, paintingDocument, temporaryFolder, testStudio, until, untilState } from '../testing/test-studio.js'
import { started } from '../testing/watch-run.js'

test('a run that is over is deleted with its files, one that goes on is not', async () => {
  const studio = await testStudio()
  const page = await openPage(studio.url)
  const { run } = await started(page, paintingDocument())
  await untilState(studio, run, 'running')
  const params = { id: run }
  await expect(callRoute('deleteRun', { params }, { base: studio.url })).rejects.toMatchObject({ status: 409 })
  await callRoute('stopRun', { params, body: { how: 'now' } }, { base: studio.url })
  await untilState(studio, run, 'stopped')
  await until(() => (studio.desk.pid(run) === undefined ? true : undefined))
  await callRoute('deleteRun', { params }, { base: studio.url })
  await expect(callRoute('readRun', { params }, { base: studio.url })).rejects.toMatchObject({ status: 404 })
  await expect(stat(join(studio.dataDir, 'runs', run))).rejects.toThrow('ENOENT')
})

test('a run whose files cannot be removed stays whole and listed, and is deleted once they can', async (context) => {
  const studio = await testStudio()
  const page = await openPage(studio.url)
  const deleted: string[] = []
  page.on('run:deleted', (run) => deleted.push(run))
  const { run } = await started(page, paintingDocument({ chunks: 1 }))
  await untilState(studio, run, 'finished')
  const folder = join(studio.dataDir, 'runs', run)
  const whole = ['files', 'run.json']
  await until(async () => ((await readdir(folder)).length === whole.length ? true : undefined))
  const free = await heldFolder(context, folder)
  const at = { base: studio.url }
  const params = { id: run }
  await expect(callRoute('deleteRun', { params }, at)).rejects.toMatchObject({ status: 500 })
  await expect(callRoute('readRun', { params }, at)).resolves.toMatchObject({ state: 'finished' })
  expect(await readdir(folder)).toEqual(whole)
  await free()
  await callRoute('deleteRun', { params }, at)
  expect(await until(() => deleted[0])).toBe(run)
  expect(await readdir(join(studio.dataDir, 'runs'))).toEqual([])
})

test('a run that finds the disk full is refused, and leaves nothing', async (context) => {
  const dataDir = await temporaryFolder()
  const folder = join(dataDir, 'runs')
  // Room for the folder itself and one more entry.
  await smallDisk(context, folder, 'size=256k,nr_inodes=2')
  const { url } = await testStudio({ FRAMELOOM_DATA: dataDir })
  const start = async () => callRoute('startRun', { body: { document: paintingDocument() } }, { base: url })
  await expect(start()).rejects.toMatchObject({ status: 507, error: { code: 'disk-full' } })
  expect(await readdir(folder)).toEqual([])
})

test('a run that is started while the server goes down leaves nothing', async () => {
  const studio = await testStudio()
  const starting = studio.desk.start({ document: paintingDocument(), device: 'auto' })
  await Promise.all([expect(starting).rejects.toMatchObject({ error: { code: 'shutting-down' } }), studio.close()])
  expect(await readdir(join(studio.dataDir, 'runs'))).toEqual([])
})

test('a run is resumed only where the queue has room for it', async () => {
  const studio = await testStudio({ FRAMELOOM_MOST_WAITING: '1' })
  const page = await openPage(studio.url)
  const { run } = await started(page, paintingDocument())
  await until(() => studio.desk.run(run).view.checkpoint)
  await page.emitWithAck('run:stop', { run })
  await untilState(studio, run, 'stopped')
  const endless = await started(page, paintingDocument())
  await untilState(studio, endless.run, 'running')
  await started(page, paintingDocument({ chunks: 1 }))
  expect(await page.emitWithAck('run:resume', { run })).toMatchObject({ ok: false, error: { code: 'too-many-runs' } })
})

test('what writers left that were killed is gone when the server opens again', async () => {
  const first = await testStudio()
  const { run } = await started(await openPage(first.url), paintingDocument({ chunks: 1 }))
  await untilState(first, run, 'finished')
  await first.close()
  const runs = join(first.dataDir, 'runs')
  const whole = await readdir(join(runs, run))
  for (const name of ['.checkpoint.safetensors.0b1c.tmp', 'run.json.0b1c.draft']) {
    await writeFile(join(runs, run, name), '{')
  }
  const files = await readdir(join(runs, run, 'files'))
  await writeFile(join(runs, run, 'files', 'clip.mp4.part'), 'half')
  await mkdir(join(runs, `.${run}0.removed`, 'files'), { recursive: true })
  const next = await testStudio({ FRAMELOOM_DATA: first.dataDir })
  expect(await readdir(join(runs, run))).toEqual(whole)
  expect(await readdir(join(runs, run, 'files'))).toEqual(files)
  expect(await readdir(runs)).toEqual([run])
  expect(next.desk.run(run).view.state).toBe('finished')
})
