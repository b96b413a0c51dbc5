import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { committedWeights } from '@frameloom/tiny-world'
import { z } from 'zod'

/** The same model in PyTorch, on the same cores. */
export type PytorchResult =
  | { readonly status: 'measured'; readonly chunkMs: number; readonly version: string }
  /** `cure`: how to get the row. */
  | { readonly status: 'absent'; readonly cure: string }

export interface PytorchRequest {
  /** The folder of the weights. */
  readonly folder: string | undefined
  /** A Python with torch; undefined: none was named. */
  readonly python: string | undefined
  readonly threads: number
  readonly chunks: number
  readonly signal: AbortSignal
}

/** What the script prints: the median time of a chunk with a full cache, decoding left out, and PyTorch's version. */
const printed = z.object({ chunk_ms_median: z.number().positive(), torch: z.string() })

const HOW = 'name a Python that has torch with --pytorch or FRAMELOOM_PYTHON'

/** Enough for a median; PyTorch may be slow. */
const MOST_CHUNKS = 10

/** Lets PyTorch generate chunks with the same weights. */
export async function measurePytorch({
  folder,
  python,
  threads,
  chunks,
  signal,
}: PytorchRequest): Promise<PytorchResult> {
  if (python === undefined) return { status: 'absent', cure: `To compare with PyTorch, ${HOW}.` }
  const weights = committedWeights()
  const script = join(weights, '..', 'training', 'bench_pytorch.py')
  const args = [
    script,
    '--weights',
    folder ?? weights,
    '--threads',
    String(threads),
    '--chunks',
    String(Math.min(chunks, MOST_CHUNKS)),
  ]
  try {
    await access(script)
    const { stdout } = await promisify(execFile)(python, args, { signal })
    const { chunk_ms_median: chunkMs, torch: version } = printed.parse(
      JSON.parse(stdout.trim().split('\n').at(-1) ?? ''),
    )
    return { status: 'measured', chunkMs, version }
  } catch (cause) {
    signal.throwIfAborted()
    const reason = cause instanceof Error ? (cause.message.trim().split('\n').at(-1) ?? '') : String(cause)
    return { status: 'absent', cure: `${python} could not measure (${reason}): ${HOW}.` }
  }
}
