import { type GraphDocument, loadDocument } from '@frameloom/graph'
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
    if (/\.json$/i.test(file.name)) {
      const loaded = loadDocument(await file.text())
      if (loaded.ok) await openCopy(loaded.document)
      else notices.say(`${file.name}: ${loaded.issues[0]?.message ?? 'not a document'}`, 'error')
      return
    }
    const { document } = await callRoute('readCapsule', { upload: file.slice(0, ENOUGH) })
    if (document === null) notices.say(`${file.name} was saved without its document.`, 'error')
    else await openCopy(document)
  } catch (cause) {
    const noDocument = cause instanceof ApiFailure && cause.error.code === 'no-document'
    const reason = cause instanceof Error ? cause.message : String(cause)
    notices.say(`${file.name}: ${reason}${noDocument ? elsewhere(studio) : ''}`, 'error')
  }
}

/** Where else a picture or video may be dropped. */
function elsewhere({ manifests }: Studio): string {
  const takers = [...manifests.values()].filter((manifest) => filesFieldOf(manifest) !== undefined)
  const titles = takers.map(({ title }) => title).join(' or ')
  return titles === '' ? '' : ` To start a video from it, drop it on the card of a ${titles} node.`
}
