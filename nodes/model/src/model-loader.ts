import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { defineNode, type HostServices, NodeError, port } from '@frameloom/graph'
import { DEVICE_KINDS, openDevice } from '@frameloom/runtime'
import { frameDecoder, frameEncoder, promptEncoder, videoModel } from '@frameloom/sockets'
import { loadTinyWorld } from '@frameloom/tiny-world'
import { z } from 'zod'

/** The name under which the model that comes with Frameloom is asked for. */
const EMBEDDED = 'tiny-world'

export const modelLoader = defineNode({
  type: 'model/model-loader',
  version: 1,
  title: 'Model Loader',
  category: 'Model',
  help: `Loads a video model with its decoder and its prompt encoder. tiny-world comes with Frameloom and needs no download;
    other names are folders among the model folders, each with config.json, model.safetensors, decoder.safetensors, vocabulary.json
    and vocabulary.safetensors; only First Frames needs encoder.safetensors.`,

  inputs: {},
  outputs: {
    model: port(videoModel, 'The denoiser.'),
    decoder: port(frameDecoder, 'Connect to a Frame Decoder.'),
    encoder: port(promptEncoder, 'Connect to a Prompt.'),
    frameEncoder: port(frameEncoder, 'Connect to First Frames, where the video starts from pictures.'),
  },
  params: z.strictObject({
    model: z.string().min(1).max(200).default(EMBEDDED).meta({
      title: 'Model',
      description: 'tiny-world, or the name of a folder among the model folders.',
    }),
    threads: z.int().min(0).max(256).default(0).meta({
      title: 'Threads',
      description: 'On the CPU; 0: one per physical core, at most 8.',
      advanced: true,
    }),
    precision: z.enum(['tf32', 'f32']).default('tf32').meta({
      title: 'GPU precision',
      description:
        'tf32: 10-bit mantissa, several times as fast, no visible difference. f32: exact, for comparing numbers. A CPU always computes in f32.',
      advanced: true,
    }),
  }),

  async execute({ params, own, services, signal, status }) {
    const folder = params.model === EMBEDDED ? undefined : await modelFolder(params.model, services)
    const { runtimeLibrary: libraryPath, device: kind } = services
    const { precision, threads } = params
    const device = own(
      await openDevice(deviceKind(kind), {
        precision,
        ...(threads > 0 && { threads }),
        ...(libraryPath !== undefined && { libraryPath }),
      }),
    )
    status({ text: device.reason })
    const world = own(await loadTinyWorld({ device, signal, ...(folder !== undefined && { folder }) }))
    const { model, decoder, encoder, frameEncoder: reader, byteSize } = world
    status({ memoryBytes: byteSize })
    return { model, decoder, encoder, frameEncoder: reader }
  },
})

function deviceKind(asked: string) {
  const kind = (['auto', ...DEVICE_KINDS] as const).find((name) => name === asked)
  if (kind) return kind
  throw new NodeError('unknown-device', `The device '${asked}' is not known: ask for auto, ${DEVICE_KINDS.join(', ')}.`)
}

/** The first of the model folders that holds a folder of this name. */
async function modelFolder(name: string, { modelDirs }: HostServices): Promise<string> {
  if (/[\\/]|^\.+$/.test(name)) {
    throw new NodeError(
      'unknown-model',
      `The model '${name}' is a path: give the name of a folder among the model folders.`,
    )
  }
  for (const dir of modelDirs) {
    const folder = join(dir, name)
    const found = await access(folder).then(
      () => true,
      () => false,
    )
    if (found) return folder
  }
  throw new NodeError(
    'unknown-model',
    modelDirs.length > 0
      ? `The model '${name}' was not found in ${modelDirs.join(', ')}: choose ${EMBEDDED}, or put the folder there.`
      : `The model '${name}' was not found, for no folder of models is named: choose ${EMBEDDED}, or name the folder that ` +
          `holds '${name}' by --models (in the studio: FRAMELOOM_MODELS).`,
  )
}
