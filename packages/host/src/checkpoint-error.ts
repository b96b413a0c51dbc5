/** Thrown where a file is no checkpoint that this version can go on from. The message is one sentence with the cure. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
  readonly code = 'checkpoint-invalid'
}
