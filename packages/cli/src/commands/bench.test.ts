import { expect, test } from 'vitest'
import { createProgram } from '../program.js'
import { recordingTerminal } from '../test-support/recording-terminal.js'

/** Of a chunk. */
const LATENT_FRAMES = 3

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

test('endurance goes past the 1,024 latent frames at which absolute positions end, unless it is told otherwise', () => {
  const bench = createProgram(recordingTerminal()).commands.find((command) => command.name() === 'bench')
  const chunks: unknown = bench?.commands.find((command) => command.name() === 'endurance')?.getOptionValue('chunks')
  expect(Number(chunks) * LATENT_FRAMES).toBeGreaterThan(1024)
})
