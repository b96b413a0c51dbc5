import { planRollout, strategyByName, strategyNames } from '@frameloom/kv-cache'
import { type Command, Option } from 'commander'
import { jsonObject, wholeNumber } from '../option-values.js'
import { describeChunk } from '../plan/describe-chunk.js'
import { PlanTotals, summarySentence } from '../plan/plan-totals.js'
import { slotStrip, STRIP_LEGEND } from '../plan/slot-strip.js'
import { isPrinted, WHOLE_UP_TO } from '../plan/thinning.js'
import type { Terminal } from '../terminal.js'

interface PlanOptions {
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  readonly chunks: number
  readonly all: boolean
  readonly json: boolean
}

/** `frameloom plan`: what a cache strategy keeps, folds and forgets, chunk by chunk, without a model. */
export function definePlan(program: Command, terminal: Terminal): void {
  program
    .command('plan')
    .summary('print what a cache strategy keeps, folds and forgets')
    .description(
      'Plans a video without a model: for every chunk what each slot of the KV cache holds, and at which position.',
    )
    .addOption(new Option('--strategy <name>', 'the cache strategy').choices(strategyNames).makeOptionMandatory())
    .option('--params <json>', 'its parameters, such as {"cacheFrames": 12}', jsonObject, {})
    .requiredOption('--chunks <n>', 'how many chunks to plan', wholeNumber(1))
    .option('--all', `print every chunk, even if there are more than ${WHOLE_UP_TO}`, false)
    .option('--json', 'one JSON object per line', false)
    .addHelpText('after', EXAMPLE)
    .action((options: PlanOptions) => plan(options, terminal))
}

const EXAMPLE = `
Example:
  frameloom plan --strategy memrope --chunks 8
  frameloom plan --strategy attention-sink --params '{"cacheFrames": 15, "positions": "online"}' --chunks 40 --json
`

async function plan(options: PlanOptions, { out }: Terminal): Promise<void> {
  const { chunks, json } = options
  const rollout = { ...strategyByName(options.strategy, options.params, { chunks }), chunks }
  const totals = new PlanTotals(rollout)
  if (!json) await out.line(STRIP_LEGEND)
  for (const planned of planRollout(rollout)) {
    totals.add(planned)
    if (!isPrinted(planned.index, options)) continue
    const chunk = describeChunk(planned)
    await (json ? out.json(chunk) : out.line(slotStrip(chunk)))
  }
  const summary = totals.summary()
  if (!json) await out.line(summarySentence(summary))
  else if (chunks > WHOLE_UP_TO) await out.json({ summary })
}
