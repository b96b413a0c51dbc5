import { stat } from 'node:fs/promises'
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import { LIBRARY_SETTING, type LibraryOptions, probeDevices } from '@frameloom/runtime'
import { committedWeights, tinyWorldFiles } from '@frameloom/tiny-world'
import { findFfmpeg } from '@frameloom/video'
import { onnxRuntime } from '../onnx-runtime.js'
import type { Finding } from './finding.js'
import { gib, GIB } from './gib.js'
import { outFolder } from './out-folder.js'

/** Below this the embedded model does not fit beside the rest of the machine's work. */
const LITTLE_MEMORY = GIB

/** Looks at everything that a run needs or could use. */
export async function examine(outDir: string): Promise<readonly Finding[]> {
  return [
    node(),
    machine(),
    memory(),
    ...(await devices()),
    await ffmpeg(),
    await outFolder(outDir),
    await embeddedModel(),
  ]
}

const node = (): Finding => ({
  name: 'node',
  status: 'ok',
  found: `Node ${process.versions.node} at ${process.execPath}`,
})

function machine(): Finding {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const found = `${process.platform} ${process.arch}, ${availableParallelism()} logical cores, ${model}`
  return { name: 'machine', status: 'ok', found }
}

function memory(): Finding {
  const found = `${gib(freemem())} free of ${gib(totalmem())}`
  return freemem() >= LITTLE_MEMORY
    ? { name: 'memory', status: 'ok', found }
    : { name: 'memory', status: 'optional', found, cure: 'Close other programs, or choose a smaller model.' }
}

/** ONNX Runtime, and every kind of device. Without the CPU nothing runs; without a GPU it is only slower. */
async function devices(): Promise<Finding[]> {
  const library = onnxRuntime()
  const reports = await probeDevices(library)
  const version = reports.find((report) => report.version !== undefined)?.version
  const [broken] = reports
  const runtime: Finding =
    version === undefined
      ? {
          name: 'onnx-runtime',
          status: 'missing',
          found: broken?.reason ?? 'not found',
          cure: sentence(broken?.cure ?? 'install again'),
        }
      : { name: 'onnx-runtime', status: 'ok', found: `ONNX Runtime ${version}${named(library)}` }
  const kinds = reports.map(({ kind, available, reason, cure }): Finding => {
    const status = available ? 'ok' : kind === 'cpu' ? 'missing' : 'optional'
    return { name: `device-${kind}`, status, found: reason, ...(cure === undefined ? {} : { cure: sentence(cure) }) }
  })
  return [runtime, ...kinds]
}

const named = ({ libraryPath }: LibraryOptions): string =>
  libraryPath === undefined ? '' : ` at ${libraryPath}, which ${LIBRARY_SETTING} names`

async function ffmpeg(): Promise<Finding> {
  const search = await findFfmpeg()
  if (search.status === 'missing') {
    const cure = 'Videos are written as WebM, which needs no ffmpeg. Install it for smaller files as MP4.'
    return { name: 'ffmpeg', status: 'optional', found: search.reason, cure }
  }
  const { version, path, hasLibx264 } = search
  return hasLibx264
    ? { name: 'ffmpeg', status: 'ok', found: `ffmpeg ${version} at ${path}: videos are MP4 (H.264)` }
    : {
        name: 'ffmpeg',
        status: 'optional',
        found: `ffmpeg ${version} at ${path} lacks libx264`,
        cure: 'Install a build with libx264 for MP4.',
      }
}

/** A document may use another model, so a checkout without it is still of use. */
async function embeddedModel(): Promise<Finding> {
  const folder = committedWeights()
  const sizes = await Promise.all(
    ['config.json', ...Object.values(tinyWorldFiles)].map(async (file) => {
      const bytes = await stat(join(folder, file)).then(
        ({ size }) => size,
        () => undefined,
      )
      return { file, bytes }
    }),
  )
  const missing = sizes.filter(({ bytes }) => bytes === undefined).map(({ file }) => file)
  if (missing.length > 0) {
    const found = `${folder} lacks ${missing.join(', ')}`
    return {
      name: 'embedded-model',
      status: 'optional',
      found,
      cure: 'Fetch the repository again; the weights are part of it.',
    }
  }
  const total = sizes.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
  return { name: 'embedded-model', status: 'ok', found: `${(total / 2 ** 20).toFixed(1)} MiB at ${folder}` }
}

const sentence = (half: string): string => `${half.charAt(0).toUpperCase()}${half.slice(1)}.`
