import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, onTestFinished, test } from 'vitest'
import { failureOf } from './failure.js'
import { createProgram } from './program.js'
import { recordingTerminal } from './test-support/recording-terminal.js'

const commandsIn = (command: Command): Command[] => [command, ...command.commands.flatMap(commandsIn)]

/** A command in this process: what it says, and with which status the process would exit. */
async function frameloom(...args: readonly string[]) {
  const before = process.exitCode
  onTestFinished(() => void (process.exitCode = before))
  const terminal = recordingTerminal()
  const program = createProgram(terminal)
  let usage = ''
  for (const command of commandsIn(program)) command.configureOutput({ writeErr: (text) => (usage += text) })
  const failure = await program.parseAsync(args, { from: 'user' }).then(() => undefined, failureOf)
  const { out, err } = terminal.printed()
  return {
    status: failure?.exitCode ?? process.exitCode,
    said: [usage, ...out, ...err, failure?.message ?? ''].join('\n'),
    usage,
  }
}

test.each([
  [[]],
  [['paln']],
  [['plan', '--strategy', 'memrope']],
  [['plan', '--strategy', 'memory', '--chunks', '8']],
  [['plan', '--strategy', 'memrope', '--chunks', '-1']],
  [['plan', '--strategy', 'memrope', '--chunks', '8', '--params', '{']],
  [['run', 'a.json', '--set', 'sampler']],
  [['run', 'a.json', '--device', 'tpu']],
  [['bench', 'endurance', '--chunks', '119']],
  [['bench', 'strategies', '--chunks', '5']],
])('wrong usage ends with 2 and says what is wrong: frameloom %j', async (args) => {
  const { status, said, usage } = await frameloom(...args)
  expect(status).toBe(2)
  expect(usage).not.toBe('')
  expect(said).not.toContain('    at ')
})

describe('validate', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', '{"format": '],
    ['another JSON', '[1, 2]'],
    ['binary', '\u0000\u0001\u0002'],
    ['a broken video', '\u001aE\u07e3'],
  ])('survives a file that holds %s', async (_, content) => {
    const folder = await mkdtemp(join(tmpdir(), 'frameloom-usage-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'file')
    await writeFile(path, content, 'latin1')
    const { status, said } = await frameloom('validate', path)
    expect(status).toBe(1)
    expect(said.trim()).not.toBe('')
    expect(said).not.toContain('    at ')
  })
})
