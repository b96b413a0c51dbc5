import type { GraphIssue } from '@frameloom/graph'
import { CommanderError } from 'commander'
import { DocumentRefused } from './document-refused.js'
import { exitCode } from './exit-code.js'
import { Interrupted } from './interrupted.js'
import { ReaderGone } from './line-writer.js'
import { systemErrorSentence } from './system-error.js'

/** How a command ended that did not end well. */
export interface Failure {
  readonly exitCode: number
  /** For programs: kebab-case. Undefined where nothing is to be reported. */
  readonly code?: string
  /** For people. */
  readonly message: string
  /** All that is wrong with a document. */
  readonly issues?: readonly GraphIssue[]
}

/** Codes of our own error classes; Node's are in capitals. */
const OWN_CODE = /^[a-z]+(-[a-z0-9]+)*$/

/** What to print and how to exit for anything thrown. What nobody foresaw keeps its stack. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ReaderGone) return { exitCode: exitCode.done, message: '' }
  if (causes(thrown).some((cause) => cause instanceof Interrupted)) {
    return { exitCode: exitCode.interrupted, code: 'interrupted', message: 'Interrupted.' }
  }
  if (thrown instanceof CommanderError) {
    // commander has printed its own sentence, or the help that was asked for
    return thrown.exitCode === 0
      ? { exitCode: exitCode.done, message: '' }
      : { exitCode: exitCode.usage, code: 'usage', message: thrown.message.replace(/^error: /, '') }
  }
  if (thrown instanceof DocumentRefused) {
    const { code, message, issues } = thrown
    return { exitCode: exitCode.refused, code, message, issues }
  }
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && OWN_CODE.test(thrown.code)) {
    return { exitCode: exitCode.refused, code: thrown.code, message: thrown.message }
  }
  const sentence = systemErrorSentence(thrown)
  if (sentence !== undefined) return { exitCode: exitCode.refused, code: sentence.code, message: sentence.message }
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return {
    exitCode: exitCode.refused,
    code: 'internal',
    message: `${stack}\nThis is a bug in Frameloom. Please report it with the lines above and the command that led to it.`,
  }
}

/** What was thrown, and why, and why that. */
function causes(thrown: unknown): unknown[] {
  return thrown instanceof Error && thrown.cause !== undefined ? [thrown, ...causes(thrown.cause)] : [thrown]
}
