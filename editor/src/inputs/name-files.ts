import { type FileKind, fileKindOf, type JsonObject, namesIn } from '@frameloom/graph'
import type { InputFile } from '@frameloom/protocol'

export interface FilesToName {
  /** The parameter that names files, and the kinds that it may name. */
  readonly param: string
  readonly kinds: readonly FileKind[]
  /** All parameters of the node, defaults included. */
  readonly params: JsonObject
  readonly files: readonly Pick<InputFile, 'name' | 'type'>[]
}

/** What is to be set on the node, and the files that it does not take beside the others. */
export interface NamedAsAsked {
  readonly set: JsonObject
  readonly leftOut: readonly Pick<InputFile, 'name' | 'type'>[]
}

/**
 * Lets a node read files. The first one says of which kind: several pictures go behind those that are named already, anything
 * else takes their place; the parameters on which the kind depends are set along.
 * @returns undefined where the node reads no file of such a type
 */
export function nameFiles({ param, kinds, params, files }: FilesToName): NamedAsAsked | undefined {
  const kind = kinds.find(({ types }) => files[0] !== undefined && types.includes(files[0].type))
  if (kind === undefined) return undefined
  const fitting = files.filter(({ type }) => kind.types.includes(type))
  const taken = kind.several ? fitting : fitting.slice(0, 1)
  const written = params[param]
  const stay = kind.several && typeof written === 'string' && fileKindOf(kinds, params) === kind
  const names = [...(stay ? namesIn(written) : []), ...taken.map(({ name }) => name)]
  return {
    set: { ...kind.when, [param]: [...new Set(names)].join('\n') },
    leftOut: files.filter((file) => !taken.includes(file)),
  }
}
