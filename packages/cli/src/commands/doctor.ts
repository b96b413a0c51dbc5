import type { Command } from 'commander'
import { findingLines } from '../doctor/finding.js'
import { exitCode } from '../exit-code.js'
import type { Terminal } from '../terminal.js'

interface DoctorOptions {
  readonly out: string
  readonly json: boolean
}

/** `frameloom doctor`: what this machine can run, and what to do about what it cannot. */
export function defineDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .summary('say what this machine can run')
    .description('Checks Node, the machine, the devices, ffmpeg, the disk and the embedded model, and says what to do.')
    .option('--out <dir>', 'the folder whose disk is checked', './out')
    .option('--json', 'one JSON object: {"ready": ..., "findings": [...]}', false)
    .addHelpText('after', EXAMPLE)
    .action((options: DoctorOptions) => doctor(options, terminal))
}

const EXAMPLE = `
Example:
  frameloom doctor
  frameloom doctor --json --out /data/videos

Exit status 1 only where something is missing that every run needs.
`

async function doctor(options: DoctorOptions, { out }: Terminal): Promise<void> {
  const { examine } = await import('../doctor/examine.js')
  const findings = await examine(options.out)
  const ready = findings.every(({ status }) => status !== 'missing')
  if (!ready) process.exitCode = exitCode.refused
  if (options.json) return out.json({ ready, findings })
  for (const line of findings.flatMap(findingLines)) await out.line(line)
  await out.line(ready ? 'Ready: frameloom run makes videos here.' : 'Not ready: see the lines marked !!.')
}
