import type { PortManifest } from '@frameloom/graph'

/** The socket of ports that only a wire mentions: nothing new may be connected to it. */
export const LOST_SOCKET = 'unknown'

/** A port that a wire of a document names and the node type does not have, or whose node type is not installed. */
export function lostPort(name: string): PortManifest {
  return {
    name,
    socket: LOST_SOCKET,
    summary: 'A port that this installation does not know.',
    flow: 'value',
    help: 'The document has a wire here, but the installed node type has no such port. The wire is kept when you save.',
    live: false,
    optional: true,
    traits: [],
  }
}
