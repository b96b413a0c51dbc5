import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createProgram } from './program.js'
import { recordingTerminal } from './test-support/recording-terminal.js'

const commandsIn = (parent: Command, name: string): [string, Command][] =>
  parent.commands.flatMap((command) => {
    const full = `${name} ${command.name()}`
    return [[full, command], ...commandsIn(command, full)]
  })

describe.each(commandsIn(createProgram(recordingTerminal()), 'frameloom'))('%s --help', (name, command) => {
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) })
  command.outputHelp()

  test('shows an example', () => {
    expect(/^Examples?:\n +(.*)/m.exec(help)?.[1]).toContain(name)
  })

  test('tells each default once, and none that says nothing', () => {
    expect(help).not.toMatch(/default:\s+(\[\]|\{\}|false)/)
    for (const option of help.split(/\n {2}(?=-)/)) expect(option.split(/\(default|, default/).length).toBeLessThan(3)
  })
})
