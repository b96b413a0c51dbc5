import { checkShape, isGraphDocument } from './check-shape.js'
import type { GraphDocument } from './document.js'
import { type Checked, MOST_ISSUES } from './issue.js'
import { migrateDocument } from './migrate.js'
import { parseJson } from './read-json.js'

/**
 * Opens the text of a saved graph, whatever node types it uses: `saveDocument` of the result keeps everything, known or
 * not, and gives back the very text where it was written by `saveDocument`. Numbers are those of JavaScript.
 */
export function loadDocument(text: string): Checked<{ readonly document: GraphDocument }> {
  const parsed = parseJson(text)
  if (!parsed.ok) return parsed
  const migrated = migrateDocument(parsed.value)
  if (!migrated.ok) return migrated
  const { document } = migrated
  return isGraphDocument(document)
    ? { ok: true, document }
    : { ok: false, issues: checkShape(document).issues.slice(0, MOST_ISSUES) }
}
