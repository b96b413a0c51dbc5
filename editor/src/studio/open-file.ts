import { type GraphDocument, type JsonValue, loadDocument, parseJson } from '@frameloom/graph'
import { filesFieldOf } from '../inputs/files-field-of.js'
import { ApiFailure, callRoute } from '@frameloom/protocol'
import type { Studio } from './studio.js'

/** Bytes of a video that surely hold its document. */
const ENOUGH = 16 * 1024 * 1024

/** Opens a document, or the document that a video or picture carries. What is on the canvas is saved before. */
export async function openFile(studio: Studio, file: File): Promise<void> {
  const { library, notices } = studio
  const openCopy = async (document: GraphDocument) => {
    await library.openCopy(document)
    notices.say(`Opened from ${file.name} as a new document.`)
  }
  try {
    const { document } = /\.json$/i.test(file.name)
      ? documentIn(await file.text())
      : await callRoute('readCapsule', { upload: file.slice(0, ENOUGH) })
    if (document === null) notices.say(`${file.name} was saved without its document.`, 'error')
    else await openCopy(document)
  } catch (cause) {
    const noDocument = cause instanceof ApiFailure && cause.error.code === 'no-document'
    const reason = cause instanceof Error ? cause.message : String(cause)
    notices.say(`${file.name}: ${reason}${noDocument ? elsewhere(studio) : ''}`, 'error')
  }
}

/** The document that a JSON file is, or that it carries beside a video; null where it was saved without. @throws Error */
function documentIn(text: string): { document: GraphDocument | null } {
  const parsed = parseJson(text)
  const carried = parsed.ok && isCapsule(parsed.value) ? parsed.value.document : undefined
  if (carried === null) return { document: null }
  const loaded = loadDocument(carried === undefined ? text : JSON.stringify(carried))
  if (loaded.ok) return loaded
  throw new Error(loaded.issues[0]?.message ?? 'not a document')
}

const isCapsule = (value: JsonValue): value is { readonly document: JsonValue } =>
  typeof value === 'object' && value !== null && 'document' in value && value['format'] === 'frameloom-capsule'

/** Where else a picture or video may be dropped. */
function elsewhere({ manifests }: Studio): string {
  const takers = [...manifests.values()].filter((manifest) => filesFieldOf(manifest) !== undefined)
  const titles = takers.map(({ title }) => title).join(' or ')
  return titles === '' ? '' : ` To start a video from it, drop it on the card of a ${titles} node.`
}
