/** What went wrong, in a word that code can act on. */
export type RuntimeErrorCode =
  /** The foreign-function library cannot be loaded on this machine. */
  | 'ffi-unavailable'
  /** ONNX Runtime's library is missing or of another version than the one this package was tested with. */
  | 'library-unusable'
  /** The device does not work here. */
  | 'device-unavailable'
  /** ONNX Runtime does not accept the model. */
  | 'model-refused'
  /** A run failed inside ONNX Runtime. */
  | 'run-failed'
  /** A call to ONNX Runtime outside of runs failed. */
  | 'native-call-failed'
  /** The memory that a buffer was to lie in has no room for it. */
  | 'memory-exhausted'
  /** A session has no input or output of this name. */
  | 'unknown-port'
  /** A buffer's dtype, shape or device does not fit the port or the copy it is meant for. */
  | 'buffer-mismatch'
  /** A run lacks a buffer for one or more ports. */
  | 'not-bound'
  /** The object changes nothing while a run that uses it is pending. */
  | 'busy'
  /** The object was disposed. */
  | 'disposed'

/** A refusal or failure of the runtime. Its message is one sentence: the reason, then the cure. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError'
  readonly code: RuntimeErrorCode
  /** What was found and what is needed. */
  readonly reason: string
  /** What to do about it; absent where only the reason is known. */
  readonly cure: string | undefined

  constructor(
    code: RuntimeErrorCode,
    parts: { readonly reason: string; readonly cure?: string | undefined; readonly cause?: unknown },
  ) {
    const { reason, cure, cause } = parts
    super(cure === undefined ? `${reason}.` : `${reason}; ${cure}.`, cause === undefined ? undefined : { cause })
    this.code = code
    this.reason = reason
    this.cure = cure
  }
}

/** A run was stopped by its AbortSignal; what it had written so far is undefined. `cause` is the signal's reason. */
export class RunAborted extends Error {
  /** The name that aborted platform calls carry, so that one check finds both. */
  override readonly name = 'AbortError'
  readonly code = 'run-aborted'

  constructor(reason: unknown) {
    super('The run was aborted.', { cause: reason })
  }
}
