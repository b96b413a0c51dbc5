import {
  type Catalog,
  type Checked,
  checkDocument,
  type Graph,
  type GraphDocument,
  loadDocument,
  parseJson,
  validate,
  withBypass,
  withHorizon,
  withParams,
  withSeed,
} from '@frameloom/graph'
import { DocumentRefused } from '../document-refused.js'
import { readDocumentText } from '../read-document.js'
import type { Assignment } from './assignment.js'
import { changeOf } from './change-of.js'

/** A document and what the command line changes of it. */
export interface GraphRequest {
  readonly path: string
  /** Length of the whole video in chunks. */
  readonly chunks: number | undefined
  readonly seed: number | undefined
  readonly set: readonly Assignment[]
  /** Nodes to bypass, beside those that the document bypasses. */
  readonly bypass?: readonly string[]
}

/**
 * Reads a document, brings it to the installed versions, applies the changes and checks it.
 * @throws DocumentRefused with every issue
 */
export async function openGraph(request: GraphRequest, catalog: Catalog): Promise<Graph> {
  const { path, chunks, seed, set, bypass = [] } = request
  const text = await readDocumentText(path)
  const loaded = loadDocument(text)
  if (!loaded.ok) throw new DocumentRefused(path, everyIssue(text, catalog))

  const accepted = <T>(checked: Checked<T>): T => {
    if (!checked.ok) throw new DocumentRefused(path, checked.issues)
    return checked
  }
  const changes: ((document: GraphDocument) => Checked<{ readonly document: GraphDocument }>)[] = []
  if (chunks !== undefined) changes.push((document) => withHorizon(document, catalog, chunks))
  if (seed !== undefined) changes.push((document) => withSeed(document, catalog, seed))
  changes.push((document) =>
    withParams(
      document,
      set.map((assignment) => changeOf(assignment, document, catalog)),
    ),
  )
  if (bypass.length > 0) changes.push((document) => withBypass(document, bypass))

  // Changes name parameters of the installed versions, so they are made after migration. Where something else is wrong,
  // they may be what mends it.
  const asSaved = checkDocument(loaded.document, catalog)
  let document = asSaved.ok ? asSaved.graph.document : loaded.document
  for (const change of changes) document = accepted(change(document)).document
  return accepted(checkDocument(document, catalog)).graph
}

/** What loading alone does not look at is reported too. */
function everyIssue(text: string, catalog: Catalog) {
  const parsed = parseJson(text)
  return parsed.ok ? validate(parsed.value, catalog) : parsed.issues
}
