import { realpath } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { openSession, type Device, type InferenceSession } from '@frameloom/runtime'
import { hashFile, openSafetensors, type SafetensorsFile } from '@frameloom/weights'

export interface StreamingNetworkOptions<Parts> {
  /** A safetensors file; the session reads its parameters where they lie. */
  readonly path: string
  readonly device: Device
  /** For messages: decoder or encoder. */
  readonly what: string
  /** Default: the device's. */
  readonly threads: number | undefined
  readonly signal: AbortSignal | undefined
  /** What the file's parameters make, and the graph over them. @throws WanError */
  readonly build: (file: SafetensorsFile) => { readonly parts: Parts; readonly graph: Uint8Array }
}

/** An opened decoder or encoder. */
export interface StreamingNetwork<Parts> {
  readonly name: string
  readonly sha256: string
  readonly parts: Parts
  readonly session: InferenceSession
}

/**
 * Opens the graph of a weight file; the caller disposes the session.
 * @throws WeightsError, WanError with what is wrong with the file; RuntimeError; the signal's reason
 */
export async function openStreamingNetwork<Parts>(
  options: StreamingNetworkOptions<Parts>,
): Promise<StreamingNetwork<Parts>> {
  const { device, what, threads, signal } = options
  const path = await realpath(options.path)
  const { parts, graph } = options.build(await openSafetensors(path))
  const sha256 = await hashFile(path, signal)
  const name = basename(options.path, '.safetensors')
  const session = await openSession({
    device,
    model: graph,
    weightsFolder: dirname(path),
    label: `${name} (${what})`,
    ...(threads !== undefined && { threads }),
  })
  return { name, sha256, parts, session }
}
