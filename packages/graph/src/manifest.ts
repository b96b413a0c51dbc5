import { z } from 'zod'
import { jsonValue } from './json.js'
import type { NodeDefinition } from './node.js'
import type { Ports } from './port.js'

const portManifest = z.object({
  name: z.string(),
  /** Name of the socket. */
  socket: z.string(),
  /** What a value of this socket is. */
  summary: z.string(),
  flow: z.enum(['value', 'stream']),
  help: z.string(),
  live: z.boolean(),
  optional: z.boolean(),
  traits: z.array(z.string()),
})
/** One port of a node as JSON. */
export type PortManifest = z.output<typeof portManifest>

/** The schema of a manifest, for whoever receives one over the wire. */
export const nodeManifest = z.object({
  type: z.string(),
  version: z.int().min(1),
  title: z.string(),
  category: z.string(),
  help: z.string(),
  inputs: z.array(portManifest),
  outputs: z.array(portManifest),
  /** JSON Schema of the parameters, with `title`, `description`, `unit`, `live` and `multiline` on each property. */
  params: z.record(z.string(), jsonValue),
  /** Name of the parameter that sets the number of chunks. */
  horizon: z.string().optional(),
  /** It shows pictures while it works; absent: it shows none. */
  preview: z.literal(true).optional(),
  /** By input: the view of this node's insights that belongs on the node wired there. */
  insights: z.record(z.string(), z.string()).optional(),
  /** What can be drawn of the node from its parameters alone, by which view. */
  sketch: z.object({ view: z.string(), of: z.string() }).optional(),
  /** The input that stands for each output while the node is bypassed; absent: it cannot be bypassed. */
  passes: z.record(z.string(), z.string()).optional(),
  conflicts: z.array(z.object({ inputs: z.record(z.string(), z.string()), message: z.string() })),
})
/** The JSON face of a node type: all that an editor, a reference page or another language needs. */
export type NodeManifest = z.output<typeof nodeManifest>

/** Derives the manifest of a node type. Parameters that JSON Schema cannot express were refused by `defineNode`. */
export function describeNode(definition: NodeDefinition): NodeManifest {
  const { type, version, title, category, help, inputs, outputs, params } = definition
  const { horizon, preview, insights, passes, sketch, conflicts = [] } = definition
  return nodeManifest.parse({
    type,
    version,
    title,
    category,
    help: help.replace(/\s+/g, ' ').trim(),
    inputs: describePorts(inputs),
    outputs: describePorts(outputs),
    params: z.toJSONSchema(params, { io: 'input' }),
    ...(horizon === undefined ? {} : { horizon }),
    ...(preview === true ? { preview } : {}),
    ...(insights === undefined ? {} : { insights }),
    ...(sketch === undefined ? {} : { sketch }),
    ...(passes === undefined ? {} : { passes }),
    conflicts,
  })
}

function describePorts(ports: Ports): PortManifest[] {
  return Object.entries(ports).map(([name, { socket, flow, help, live, optional, traits }]) => ({
    name,
    socket: socket.name,
    summary: socket.summary,
    flow,
    help,
    live,
    optional,
    traits: [...traits],
  }))
}
