import type { GraphDocument, GraphIssue } from '@frameloom/graph'

/**
 * Bytes of JSON up to which a document keeps what is changed while it runs. A video carries a document of at most 4 MiB, and a page opens
 * none that is longer; some thousand prompts, or ten thousand numbers, come to a mebibyte.
 */
const LARGEST_DOCUMENT = 3 * 1024 * 1024

/** Why `document` keeps no further change, if it does not. */
export function documentTooLarge(document: GraphDocument): GraphIssue | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(document))
  if (bytes <= LARGEST_DOCUMENT) return undefined
  const changes = (document.timeline?.length ?? 0) + (document.exchanges?.length ?? 0)
  const message = `With this change the run's document has ${changes} changes and ${bytes} bytes, and it keeps ${LARGEST_DOCUMENT}: stop the run and start it again from the canvas, which begins with the present values.`
  return { code: 'too-large', path: '', message }
}
