import type { GraphIssue } from './issue.js'
import type { PortManifest } from './manifest.js'

type End = Pick<PortManifest, 'name' | 'socket' | 'flow'>

/** Why a wire from `output` to `input` is refused; nothing where it fits. The one rule, for editors and validation. */
export function whyNotConnect(output: End, input: End): Pick<GraphIssue, 'code' | 'message'> | undefined {
  if (output.socket !== input.socket) {
    return {
      code: 'socket-mismatch',
      message: `output '${output.name}' gives ${output.socket}, but input '${input.name}' takes ${input.socket}`,
    }
  }
  if (output.flow !== input.flow) {
    return {
      code: 'flow-mismatch',
      message: `output '${output.name}' gives ${per(output)}, but input '${input.name}' takes ${per(input)}`,
    }
  }
  return undefined
}

const per = ({ flow, socket }: End): string =>
  flow === 'stream' ? `a stream (one ${socket} per chunk)` : `one ${socket} per run`
