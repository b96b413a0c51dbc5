/** What a graph under construction was asked and cannot be. */
export type GraphErrorCode =
  'duplicate-name' | 'foreign-value' | 'not-an-output' | 'no-output' | 'opset-too-low' | 'bad-argument'

/** A mistake of the code that builds a graph; thrown where it is made, not when the model is loaded. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly code: GraphErrorCode

  constructor(code: GraphErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
