import type { FileKind, NodeManifest } from '@frameloom/graph'
import { type Field, fieldsOf } from '../params/field.js'

export interface FilesFieldFacts {
  readonly field: Field
  readonly kinds: readonly FileKind[]
}

/** The field of a node type that names files; undefined where it has none. */
export function filesFieldOf(manifest: NodeManifest): FilesFieldFacts | undefined {
  for (const field of fieldsOf(manifest)) {
    if (field.face.kind === 'files') return { field, kinds: field.face.files }
  }
  return undefined
}
