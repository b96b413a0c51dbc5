/** What whoever runs a document (command line, server) lends to its nodes. Plain facts: nodes do the work. */
export interface HostServices {
  /** Device that was asked for: `auto`, `cpu`, `cuda` or `webgpu`. What it means is the runtime's affair. */
  readonly device: string
  /** Absolute path of an existing folder; a run writes its files here and nowhere else. */
  readonly outDir: string
  /** Name of the run's files without their ending, safe as a file name. */
  readonly fileName: string
  /** Absolute paths of the folders that hold model folders, searched in this order. */
  readonly modelDirs: readonly string[]
}
