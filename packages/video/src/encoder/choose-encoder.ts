import { VideoError } from '../video-error.js'
import { findFfmpeg } from './find-ffmpeg.js'

/** H.264 by an ffmpeg process, or VP8 out of the WebP encoder that is always there. */
export type EncoderName = 'ffmpeg' | 'webp'

export type EncoderChoice = { readonly name: 'ffmpeg'; readonly executable: string } | { readonly name: 'webp' }

/**
 * `auto` takes ffmpeg where it can write H.264, otherwise WebP.
 * @throws VideoError encoder-missing where ffmpeg was asked for by name and cannot
 */
export async function chooseEncoder(wanted: EncoderName | 'auto'): Promise<EncoderChoice> {
  if (wanted === 'webp') return { name: 'webp' }
  const found = await findFfmpeg()
  if (found.status === 'found' && found.hasLibx264) return { name: 'ffmpeg', executable: found.path }
  if (wanted === 'auto') return { name: 'webp' }
  const problem =
    found.status === 'missing'
      ? found.reason
      : `${found.path} (${found.version}) is built without libx264: install one that has it.`
  throw new VideoError('encoder-missing', `The encoder "ffmpeg" was asked for, but: ${problem} Or ask for "webp".`)
}
