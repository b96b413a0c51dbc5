import { resolve } from 'node:path'
import { strategyNames } from '@frameloom/kv-cache'
import { type Command, Option } from 'commander'
import { type DeviceChoice, deviceOption } from '../device-option.js'
import { abortOnInterrupt } from '../interrupted.js'
import { jsonObject, wholeNumber } from '../option-values.js'
import { requireWritable } from '../require-writable.js'
import type { Terminal } from '../terminal.js'

interface RolloutOptions {
  readonly model: string
  readonly inputs: string
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  readonly device: DeviceChoice
  readonly chunks?: number
  readonly out: string
  readonly json: boolean
}

/** `frameloom rollout`: tensors in, tensors out. */
export function defineRollout(program: Command, terminal: Terminal): void {
  program
    .command('rollout')
    .summary('compute latents and caches from recorded inputs')
    .description(
      'Generates latents from a recorded prompt and recorded noise, and writes them with the caches: for comparing numbers with another implementation.',
    )
    .requiredOption('--model <dir>', 'a model folder: config.json and model.safetensors')
    .requiredOption('--inputs <file>', 'tensors context, noise and renoise (safetensors)')
    .addOption(new Option('--strategy <name>', 'the cache strategy').choices(strategyNames).makeOptionMandatory())
    .option('--params <json>', 'its parameters; also timesteps (after the shift) and shift', jsonObject, {})
    .addOption(deviceOption())
    .option('--chunks <n>', 'how many chunks (default: all that are recorded)', wholeNumber(1))
    .requiredOption('--out <file>', 'receives first_velocity, latents, cache.<layer>.k and cache.<layer>.v')
    .option('--json', 'progress as one JSON object per line', false)
    .addHelpText('after', EXAMPLE)
    .action((options: RolloutOptions) => rollout(options, terminal))
}

const EXAMPLE = `
Example:
  frameloom rollout --model tests/golden/causal-wan/memrope --inputs tests/golden/causal-wan/memrope/inputs.safetensors \\
    --strategy memrope --params "$(cat tests/golden/causal-wan/memrope/case.json)" --out latents.safetensors
`

async function rollout({ out: path, json, ...options }: RolloutOptions, { out }: Terminal): Promise<void> {
  await requireWritable(resolve(path))
  const [{ rollOut }, { writeSafetensors }] = await Promise.all([
    import('../rollout/roll-out.js'),
    import('@frameloom/weights'),
  ])
  using interruption = abortOnInterrupt()
  const { signal } = interruption
  const tensors = await rollOut({
    ...options,
    signal,
    onChunk: ({ chunk, chunks, milliseconds }) =>
      json
        ? out.json({ chunk, milliseconds })
        : out.line(`chunk ${chunk + 1}/${chunks}  ${milliseconds.toFixed(0)} ms`),
  })
  await writeSafetensors(path, tensors)
  await (json ? out.json({ out: path, tensors: Object.keys(tensors) }) : out.line(`Written: ${path}`))
}
