import { saveDocument } from '@frameloom/graph'
import type { Studio } from './studio.js'

/** Hands the document to the person as a file. */
export function downloadDocument({ graph }: Studio): void {
  const title = graph.document.meta?.title ?? 'graph'
  const name =
    title
      .toLowerCase()
      .replaceAll(/[^\w-]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'graph'
  const url = URL.createObjectURL(new Blob([saveDocument(graph.document)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.frameloom.json`
  link.click()
  URL.revokeObjectURL(url)
}
