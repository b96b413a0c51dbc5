import type { Command } from 'commander'
import { type DeviceChoice, deviceOption } from '../device-option.js'
import { collected, wholeNumber } from '../option-values.js'
import { packOption } from '../pack-option.js'
import { type Assignment, parseAssignment } from '../run/assignment.js'
import type { Terminal } from '../terminal.js'

interface RunOptions {
  readonly chunks?: number
  readonly seed?: number
  readonly set: readonly Assignment[]
  readonly bypass: readonly string[]
  readonly device: DeviceChoice
  readonly out: string
  readonly models: readonly string[]
  readonly pack: readonly string[]
  readonly resume?: string
  readonly checkpointEvery?: number
  readonly json: boolean
}

/** `frameloom run`: makes the video of a document. */
export function defineRun(program: Command, terminal: Terminal): void {
  program
    .command('run')
    .summary('make the video of a document')
    .description(
      'Runs a document and writes its video chunk by chunk. At its end, and at Ctrl+C, which stops after the current chunk, it leaves a checkpoint to resume ' +
        'from. A run that fails or is killed leaves one only with --checkpoint-every.',
    )
    .argument('<document>', 'a *.frameloom.json file, or a video or picture that carries one')
    .option('--chunks <n>', 'length of the whole video in chunks; 0: until stopped', wholeNumber(0))
    .option('--seed <n>', 'seed of every node that draws noise', wholeNumber(0))
    .option('--set <node.param=value>', 'set a parameter; may be repeated', parseAssignment, [])
    .option(
      '--bypass <node>',
      'leave a node out: its readers get its input instead, where its type allows it; may be repeated',
      collected,
      [],
    )
    .addOption(deviceOption())
    .option('--out <dir>', 'where files are written', './out')
    .option('--models <dir>', 'a folder of model folders; may be repeated', collected, [])
    .addOption(packOption())
    .option(
      '--resume <checkpoint>',
      'continue after a *.checkpoint.safetensors file; the new chunks become a video of their own and, in --out, the new checkpoint replaces the old',
    )
    .option(
      '--checkpoint-every <n>',
      'also save a checkpoint every n chunks, so that a failed run can resume',
      wholeNumber(1),
    )
    .option('--json', 'every event as one JSON object per line, the outcome last', false)
    .addHelpText('after', EXAMPLE)
    .action(async (path: string, options: RunOptions) => {
      const [{ loadCatalog }, { runDocument }] = await Promise.all([
        import('@frameloom/host'),
        import('../run/run-document.js'),
      ])
      const { out: outDir, models: modelDirs, pack, chunks, seed, resume, checkpointEvery, ...rest } = options
      const request = { ...rest, path, outDir, modelDirs, chunks, seed, resume, checkpointEvery }
      process.exitCode = await runDocument(request, { terminal, catalog: await loadCatalog(pack) })
    })
}

const EXAMPLE = `
Example:
  frameloom run examples/endless-memrope/endless-memrope.frameloom.json --chunks 40 --seed 7
  frameloom run my.frameloom.json --set prompt.text="red cone meadow night" --device cpu --out videos
  frameloom run my.frameloom.json --chunks 80 --resume out/my.checkpoint.safetensors
`
