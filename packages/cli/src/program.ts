import { Command, Help } from 'commander'
import { defineBench } from './commands/bench.js'
import { defineDoctor } from './commands/doctor.js'
import { defineNodes } from './commands/nodes.js'
import { definePlan } from './commands/plan.js'
import { defineRollout } from './commands/rollout.js'
import { defineRun } from './commands/run.js'
import { defineValidate } from './commands/validate.js'
import type { Terminal } from './terminal.js'

/**
 * The command line: every command with its help. Wrong usage throws a `CommanderError`. What a command works with is
 * imported when it runs, so that help and plans appear at once.
 */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('frameloom')
    .description('Endless video from a graph document, with a KV cache that you can see and swap.')
    .version(VERSION)
    // An option belongs to the command it follows: `bench` and `bench endurance` both have --chunks.
    .enablePositionalOptions()
    .showHelpAfterError('Run with --help to see how it is used.')
    .exitOverride()
    .configureHelp({
      sortSubcommands: false,
      optionDescription: (option) => {
        const described = saysNothing(option.defaultValue) ? option.description : new Help().optionDescription(option)
        return option.mandatory ? `${described} (required)` : described
      },
    })
    .addHelpText('after', EXIT_STATUSES)
  defineRun(program, terminal)
  defineValidate(program, terminal)
  defineNodes(program, terminal)
  definePlan(program, terminal)
  defineRollout(program, terminal)
  defineDoctor(program, terminal)
  defineBench(program, terminal)
  return program
}

/** Of a default: an option that is off, and one that collects and has nothing yet. */
const saysNothing = (value: unknown): boolean =>
  value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

const VERSION = '0.1.0'

const EXIT_STATUSES = `
Exit status: 0 done, 1 refused or failed (the reason is printed), 2 wrong usage, 130 interrupted.
`
