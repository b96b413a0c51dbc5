import { access, constants, stat, statfs } from 'node:fs/promises'
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { LIBRARY_SETTING, type LibraryOptions, probeDevices } from '@frameloom/runtime'
import { committedWeights, tinyWorldFiles } from '@frameloom/tiny-world'
import { findFfmpeg } from '@frameloom/video'
import { onnxRuntime } from '../onnx-runtime.js'
import type { Finding } from './finding.js'

const GIB = 2 ** 30
/** Below this a long video may fill the disk. */
const LITTLE_DISK = 2 * GIB
/** Below this the embedded model does not fit beside the rest of the machine's work. */
const LITTLE_MEMORY = GIB

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`

/** Looks at everything that a run needs or could use. */
export async function examine(outDir: string): Promise<readonly Finding[]> {
  return [node(), machine(), memory(), ...(await devices()), await ffmpeg(), await disk(outDir), await embeddedModel()]
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

async function disk(outDir: string): Promise<Finding> {
  const folder = await nearestFolder(resolve(outDir))
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!writable) {
    return {
      name: 'out-folder',
      status: 'optional',
      found: `${folder} may not be written to`,
      cure: 'Choose another folder with --out.',
    }
  }
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const found = `${gib(free)} free at ${folder}`
  return free >= LITTLE_DISK
    ? { name: 'out-folder', status: 'ok', found }
    : { name: 'out-folder', status: 'optional', found, cure: 'Free some space, or choose another folder with --out.' }
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

/** `path`, or the folder above it that exists. */
async function nearestFolder(path: string): Promise<string> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  return exists || dirname(path) === path ? path : nearestFolder(dirname(path))
}

const sentence = (half: string): string => `${half.charAt(0).toUpperCase()}${half.slice(1)}.`
