import type { DecoderStream, FrameDecoder } from '@frameloom/diffusion'
import { NodeError, type NodeState } from '@frameloom/graph'
import { tensorsOf } from '@frameloom/sockets'
import { z } from 'zod'

/** Null in checkpoints of earlier versions. */
const decoderJson = z.object({ decoder: z.string() }).nullable()

/** What a checkpoint carries of a decoder in the middle of a video. */
export async function stateOfDecoder({ sha256 }: FrameDecoder, decoding: DecoderStream): Promise<NodeState> {
  return { json: { decoder: sha256 }, tensors: await decoding.snapshot() }
}

/**
 * Lets a decoder go on from a state. What another one remembers has the same shapes, and would be taken without a word.
 * @throws NodeError `checkpoint-damaged`, `snapshot-mismatch`
 */
export async function restoreDecoder(
  { name, sha256 }: FrameDecoder,
  decoding: DecoderStream,
  state: NodeState,
): Promise<void> {
  const parsed = decoderJson.safeParse(state.json)
  if (!parsed.success) {
    throw new NodeError(
      'checkpoint-damaged',
      `The decoder's part of the checkpoint is not readable (${z.prettifyError(parsed.error)}): resume from another checkpoint.`,
    )
  }
  const saved = parsed.data?.decoder ?? sha256
  if (saved !== sha256) {
    throw new NodeError(
      'snapshot-mismatch',
      `The checkpoint was taken with a decoder of other weights than ${name} (${saved}, expected ${sha256}): resume with the decoder ` +
        'that it was saved from.',
      { port: 'decoder' },
    )
  }
  await decoding.restore(tensorsOf(state))
}
