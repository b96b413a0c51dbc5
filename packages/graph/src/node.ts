import type { z } from 'zod'
import { checkDefinition } from './check-definition.js'
import type { NodeContext } from './node-context.js'
import type { ParamsMigration } from './params-migration.js'
import type { Ports, PortValues } from './port.js'

/** What `execute` returns: a value for each output; nothing where a node has none. */
export type NodeOutputs<O extends Ports> = {} extends O ? PortValues<O> | void : PortValues<O>

/**
 * A static rule over wires: when the wire into each named input comes from an output with the given trait, the document
 * is refused with `message`. For example `{ inputs: { cache: 'folds-keys', positions: 'absolute-positions' }, message }`.
 */
export interface Conflict<Input extends string = string> {
  readonly inputs: { readonly [K in Input]?: string }
  /** What goes wrong and what to connect instead. */
  readonly message: string
}

/** A view by name, and what it is to draw with the node's parameters, in a word that the view understands. */
export interface Sketch {
  readonly view: string
  readonly of: string
}

/** A node type: one value in one file. See `defineNode`. */
export interface NodeDefinition<I extends Ports = Ports, O extends Ports = Ports, P extends z.ZodObject = z.ZodObject> {
  /** `category/name` in kebab-case, unique among all packs, never changed once published. */
  readonly type: string
  /** Counts up from 1 whenever `params` changes in a way that old documents would notice. */
  readonly version: number
  readonly title: string
  readonly category: string
  /** A few sentences: what it is for and when to choose it. White space is folded. */
  readonly help: string
  readonly inputs: I
  readonly outputs: O
  /** A `z.strictObject`; every field has `.meta({ title, description })`, and a default wherever one makes sense. */
  readonly params: P
  readonly conflicts?: readonly Conflict<keyof I & string>[]
  /** Names the integer parameter that says after how many chunks the node ends its stream (0: never). */
  readonly horizon?: keyof z.output<P> & string
  /** The node hands pictures to `services.show`; an editor keeps room for them on its card. */
  readonly preview?: boolean
  /**
   * What is drawn of the insights that the node reports, and where: by input, the name of the view that is shown on the
   * node wired there. An editor that does not know a view shows none.
   */
  readonly insights?: { readonly [K in keyof I & string]?: string }
  /** What can be drawn of the node before a run, from its parameters alone. */
  readonly sketch?: Sketch
  /**
   * Makes the node one that can be bypassed: for every output the input, of the same socket and flow, that readers get
   * instead. `{}` for a node without outputs, which is then simply left out.
   */
  readonly passes?: { readonly [Output in keyof O & string]: keyof I & string }
  /** `false`: outputs are computed anew in every run, even where nothing they depend on has changed. */
  readonly reusable?: boolean
  /** One step per version from 2 up. */
  readonly migrations?: readonly ParamsMigration[]
  /**
   * Does the work. A node of values returns its outputs; a node with a stream output returns async iterables at once
   * and works as they are read; a node that only reads streams returns when they have ended.
   * @throws NodeError where people can mend it; whatever else is thrown fails the run with its message
   */
  execute(context: NodeContext<I, P>): NodeOutputs<O> | Promise<NodeOutputs<O>>
}

/**
 * Declares a node type. Its card, its fields, its validation, its help page and its types all come from this one value:
 * ```ts
 * export const invert = defineNode({
 *   type: 'colour/invert', version: 1, title: 'Invert', category: 'Colour', help: 'Turns light into dark.',
 *   inputs: { frames: stream(pixelFrames, 'The video.') },
 *   outputs: { frames: stream(pixelFrames, 'The video, inverted.') },
 *   params: z.strictObject({}),
 *   execute: ({ inputs }) => ({ frames: inverted(inputs.frames) }),
 * })
 * ```
 * @throws DefinitionError listing everything that is wrong with the declaration
 */
export function defineNode<I extends Ports, O extends Ports, P extends z.ZodObject>(
  definition: NodeDefinition<I, O, P>,
): NodeDefinition<I, O, P> {
  checkDefinition(definition)
  return definition
}
