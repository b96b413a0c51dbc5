import type { Command } from 'commander'
import { benchLines, benchReport } from '../bench/report.js'
import { abortOnInterrupt } from '../interrupted.js'
import { wholeNumber } from '../option-values.js'
import type { Terminal } from '../terminal.js'
import { defineBenchHour } from './bench-hour.js'
import { defineBenchStrategies } from './bench-strategies.js'

interface BenchOptions {
  readonly model?: string
  readonly chunks: number
  readonly threads?: number
  readonly pytorch?: string
  readonly json: boolean
}

type EnduranceOptions = Pick<BenchOptions, 'model' | 'chunks' | 'threads' | 'json'>

/** `frameloom bench`: how fast, as ratios measured side by side in one run. */
export function defineBench(program: Command, terminal: Terminal): void {
  const command = program
    .command('bench')
    .summary('measure the embedded model against what this machine can do')
    .description(
      'Makes chunks with the embedded model and MemRoPE on the CPU, and between them plain matrix products with the same threads, so that the ratios hold on a busy machine too.',
    )
    .option('--model <dir>', 'a folder like that of the embedded model, which is the default')
    .option('--chunks <n>', 'how many chunks to measure', wholeNumber(1), 24)
    .option('--threads <n>', 'threads to compute with (default: one per physical core, at most 8)', wholeNumber(1))
    .option('--pytorch <python>', 'a Python with torch to compare with (default: FRAMELOOM_PYTHON)')
    .option('--json', 'one JSON object', false)
    .addHelpText('after', EXAMPLE)
    .hook('preSubcommand', refuseMisplaced)
    .action((options: BenchOptions) => bench(options, terminal))
  defineEndurance(command, terminal)
  defineBenchHour(command, terminal)
  defineBenchStrategies(command, terminal)
}

/** An option belongs to the command it follows: before a subcommand it would change nothing. */
function refuseMisplaced(bench: Command, subcommand: Command): void {
  const misplaced = bench.options.filter((option) => bench.getOptionValueSource(option.attributeName()) === 'cli')
  if (misplaced.length === 0) return
  const flags = misplaced.map(({ long }) => long).join(', ')
  const name = `${bench.name()} ${subcommand.name()}`
  bench.error(`error: ${flags} before '${subcommand.name()}' would not count: write options after '${name}'.`)
}

/** `frameloom bench endurance`: whether the end of a long run costs more than its beginning. */
function defineEndurance(bench: Command, terminal: Terminal): void {
  bench
    .command('endurance')
    .summary('compare time and memory of the end of a long run with its beginning')
    .description(
      'Makes and decodes chunks with MemRoPE past the 1,024 latent frames at which absolute positions end. It compares the last 50 chunks with chunks 20 to 70 ' +
        '(time) and 30 to 70 (memory). Time is processor time relative to that of a fixed matrix product computed beside every chunk, so that other programs hardly matter.',
    )
    .option('--model <dir>', 'a folder like that of the embedded model, which is the default')
    .option('--chunks <n>', 'how many chunks to make', wholeNumber(120), 450)
    .option('--threads <n>', 'threads to compute with (default: one per physical core, at most 8)', wholeNumber(1))
    .option('--json', 'one JSON object', false)
    .addHelpText('after', ENDURANCE_EXAMPLE)
    .action((options: EnduranceOptions) => endurance(options, terminal))
}

const ENDURANCE_EXAMPLE = `
Example:
  frameloom bench endurance --chunks 1800 --threads 1
`

async function endurance({ model, chunks, threads, json }: EnduranceOptions, { out }: Terminal): Promise<void> {
  const { endure, enduranceLines } = await import('../bench/endurance.js')
  using interruption = abortOnInterrupt()
  const found = await endure({ folder: model, chunks, threads, signal: interruption.signal })
  if (json) await out.json(found)
  else for (const line of enduranceLines(found)) await out.line(line)
}

const EXAMPLE = `
Example:
  frameloom bench
  frameloom bench --json --threads 2 --pytorch .venv/bin/python
`

async function bench({ model, chunks, threads, pytorch, json }: BenchOptions, { out }: Terminal): Promise<void> {
  const [{ measure }, { measurePytorch }] = await Promise.all([
    import('../bench/measure.js'),
    import('../bench/pytorch.js'),
  ])
  using interruption = abortOnInterrupt()
  const { signal } = interruption
  const measured = await measure({ folder: model, chunks, threads, signal })
  const python = pytorch ?? process.env['FRAMELOOM_PYTHON']
  const compared = await measurePytorch({ folder: model, python, threads: measured.threads, chunks, signal })
  const report = benchReport(measured, compared)
  if (json) await out.json(report)
  else for (const line of benchLines(report)) await out.line(line)
}
