/** What is on the canvas cannot be saved, and another document was to take its place. */
export class UnsavedDocument extends Error {
  constructor(reason: string | undefined) {
    super(
      `This document is not saved${reason === undefined ? '' : ` (${reason})`}: keep it as a copy or discard its changes, then open another one.`,
    )
  }
}
