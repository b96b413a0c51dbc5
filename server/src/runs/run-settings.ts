/** How this server runs documents. */
export interface RunSettings {
  /** Program of a runner process, as an absolute path. */
  readonly runnerEntry: string
  /** As an absolute path; undefined: the one that comes with Frameloom. */
  readonly runtimeLibrary: string | undefined
  readonly modelDirs: readonly string[]
  readonly inputDirs: readonly string[]
  readonly packs: readonly string[]
  /** Chunks between two checkpoints. */
  readonly checkpointEvery: number
  /** The queue of runs that leave the device to the machine. */
  readonly autoDevice: string
  /** Runs that may wait. */
  readonly mostWaiting: number
}

/** The queue in which a run waits that asks for `device`. */
export const laneOf = (device: string, { autoDevice }: Pick<RunSettings, 'autoDevice'>): string =>
  device === 'auto' ? autoDevice : device
