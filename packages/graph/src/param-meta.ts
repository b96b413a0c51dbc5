/** One kind of files that a parameter may name. */
export interface FileKind {
  /** Media types, such as `image/png`. */
  readonly types: readonly string[]
  /** The parameter may name more than one, a name a line. */
  readonly several: boolean
  /** What other parameters of the node must be for it to read such files; with other values it reads none of them. */
  readonly when: Readonly<Record<string, string | number | boolean>>
}

/**
 * What a parameter says about itself beside its type, its title (the label of its field) and its description (what it
 * does, and what more or less of it means): `z.number().default(1).meta({ title, description, unit: 'dB', live: true })`.
 */
export interface ParamMeta {
  /** Shown behind the number, for example `latent frames`. */
  readonly unit?: string | undefined
  /** What 0 stands for where it is no amount; shown in place of the unit, for example `until stopped`. */
  readonly zero?: string | undefined
  /** It may change during a run; the new value holds from a chunk boundary on. */
  readonly live?: boolean | undefined
  /** A text that deserves a text area. */
  readonly multiline?: boolean | undefined
  /** Folded away on the card until asked for. */
  readonly advanced?: boolean | undefined
  /**
   * The text names files of the host's input folders, one a line (a line may also be a data URI): these kinds. Editors
   * offer to choose and drop such files, and whoever runs the document checks that they are there.
   */
  readonly files?: readonly FileKind[] | undefined
  /** What the parameter is to whoever runs a document: `seed` is what `--seed` sets and a fresh draw replaces. */
  readonly role?: 'seed' | undefined
}

declare module 'zod' {
  // zod's own extension point: a mistyped `live` in `.meta({ ... })` is then a compile error.
  interface GlobalMeta extends ParamMeta {}
}
