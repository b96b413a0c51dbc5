import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeSafetensors } from '@frameloom/weights'
import { wanGeometry } from '../geometry.js'
import { wanParameters } from '../parameters.js'
import { decoderParameters, type DecoderWidths } from './decoder-parameters.js'
import { type EncoderWidths, patchedEncoder } from './encoder-parameters.js'
import { randomWeights } from './random-weights.js'

/** Writes `config.json` and `model.safetensors` of a network with random weights into `folder`. */
export async function writeRandomWan(
  folder: string,
  config: Readonly<Record<string, unknown>>,
  seed: number,
): Promise<void> {
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  await writeSafetensors(join(folder, 'model.safetensors'), randomWeights(wanParameters(wanGeometry(config)), seed))
}

/** Writes a decoder of the TAEHV kind with random weights as `path`. */
export async function writeRandomDecoder(path: string, widths: DecoderWidths, seed: number): Promise<void> {
  await writeSafetensors(path, randomWeights(decoderParameters(widths), seed))
}

/** Writes an encoder like the embedded model's with random weights as `path`. */
export async function writeRandomEncoder(path: string, widths: EncoderWidths, seed: number): Promise<void> {
  await writeSafetensors(path, randomWeights(patchedEncoder(widths), seed))
}
