import { expect, test } from 'vitest'
import { createProgram } from '../program.js'
import { recordingTerminal } from '../test-support/recording-terminal.js'

test.each([
  [['bench', '--threads', '2', 'endurance'], "--threads before 'endurance' would not count"],
  [['bench', '--json', '--chunks', '24', 'strategies'], "--chunks, --json before 'strategies' would not count"],
])('an option before a subcommand is refused, not ignored: %j', async (args, sentence) => {
  const program = createProgram(recordingTerminal())
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toMatchObject({
    name: 'CommanderError',
    exitCode: 1,
    message: expect.stringMatching(new RegExp(`${sentence}.*write options after 'bench ${args.at(-1)}'`)),
  })
})
