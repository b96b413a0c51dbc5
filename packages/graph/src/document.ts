import { z } from 'zod'
import { nodeId } from './ids.js'
import { jsonValue } from './json.js'

/** The value of `format` in every document. */
export const DOCUMENT_FORMAT = 'frameloom-graph'
/** The newest `formatVersion` that this package reads and the one it writes. */
export const FORMAT_VERSION = 1

const point = z.looseObject({ x: z.number(), y: z.number() })

/** Schema of one node of a document. */
export const documentNode = z.looseObject({
  id: nodeId,
  /** The node type, `category/name`. */
  type: z.string().min(1),
  /** Version of the node type that wrote `params`. */
  version: z.int().min(1),
  title: z.string().optional(),
  /** Parameters by name; what is absent has its default. */
  params: z.record(z.string(), jsonValue).optional(),
  /** Left out of a run: readers of its outputs read what its type passes in their place. */
  bypassed: z.boolean().optional(),
  /** Upper left corner on the canvas, in pixels at zoom 1. */
  position: point.optional(),
})

const wireEnd = z.looseObject({ node: nodeId, port: z.string().min(1) })

/** At most this many reroute points are kept on one wire. */
export const MOST_WIRE_POINTS = 64

/** Schema of one wire of a document. */
export const wire = z.looseObject({
  from: wireEnd,
  to: wireEnd,
  /** Reroute points from the output to the input, on the canvas, in pixels at zoom 1. How a wire is drawn, never what runs. */
  points: z.array(point).max(MOST_WIRE_POINTS).optional(),
})

/** At most this many exchanges of wires are kept in a document. */
export const MOST_EXCHANGES = 200

const exchange = z.looseObject({
  /** The first chunk for which the wire holds, from 0. */
  chunk: z.int().min(0),
  from: wireEnd,
  /** A live input; the wire that fed it before goes. */
  to: wireEnd,
})

const timelineEntry = z.looseObject({
  /** The first chunk for which `value` holds, from 0. */
  chunk: z.int().min(0),
  node: nodeId,
  param: z.string().min(1),
  value: jsonValue,
})

const frame = z.looseObject({ id: z.string().min(1), title: z.string().optional() })

const modelReference = z.looseObject({
  role: z.string().optional(),
  name: z.string(),
  sha256: z.string().optional(),
  url: z.string().optional(),
  license: z.string().optional(),
})

/** Schema of a saved graph. Loose everywhere: fields it does not know belong to somebody and are kept. */
export const graphDocument = z.looseObject({
  format: z.literal(DOCUMENT_FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  id: z.string().optional(),
  meta: z
    .looseObject({
      title: z.string().optional(),
      description: z.string().optional(),
      tags: z.array(z.string()).optional(),
      createdWith: z.string().optional(),
      license: z.string().optional(),
    })
    .optional(),
  nodes: z.array(documentNode),
  wires: z.array(wire),
  /** Comment boxes on the canvas. */
  frames: z.array(frame).optional(),
  /** Changes of live parameters at chunk boundaries, in any order; of two for one chunk the later holds. */
  timeline: z.array(timelineEntry).optional(),
  /** Wires into live inputs that others replace at chunk boundaries, in any order; of two for one chunk the later holds. */
  exchanges: z.array(exchange).max(MOST_EXCHANGES).optional(),
  /** Model files that the graph needs, for whoever opens it elsewhere. */
  models: z.array(modelReference).optional(),
  /** Where the editor looked: pan, zoom. */
  view: z.looseObject({}).optional(),
  extensions: z.looseObject({}).optional(),
})

/** A saved graph: plain JSON. */
export type GraphDocument = z.output<typeof graphDocument>
export type DocumentNode = z.output<typeof documentNode>
export type Wire = z.output<typeof wire>
export type WireExchange = z.output<typeof exchange>
export type TimelineEntry = z.output<typeof timelineEntry>
