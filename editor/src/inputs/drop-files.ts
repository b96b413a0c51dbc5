import type { DragEvent } from 'react'
import type { Studio } from '../studio/studio.js'
import { filesFieldOf } from './files-field-of.js'

/** Files are held over the canvas: marks the node that would take them. */
export function holdFiles(studio: Studio, { dataTransfer, target }: DragEvent): void {
  const node = dataTransfer.types.includes('Files') ? takerAt(studio, target) : undefined
  if (studio.ui.getState().filesOver !== node) studio.ui.setState({ filesOver: node })
}

/** They are held over it no more. */
export function releaseFiles({ ui }: Studio, { currentTarget, relatedTarget }: DragEvent): void {
  if (relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return
  ui.setState({ filesOver: undefined })
}

/** Pictures and videos that are dropped on a node that reads such files go to it; says whether they did. */
export function dropFiles(studio: Studio, { dataTransfer, target }: DragEvent): boolean {
  studio.ui.setState({ filesOver: undefined })
  const node = takerAt(studio, target)
  const files = [...dataTransfer.files].filter(isMedia)
  if (node === undefined || files.length === 0) return false
  void studio.uploads.take(node, files)
  return true
}

function takerAt({ graph, manifests }: Studio, target: EventTarget): string | undefined {
  const card = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null
  const id = card?.dataset['card']
  const type = id === undefined ? undefined : graph.store.getState().nodes.get(id)?.type
  const manifest = type === undefined ? undefined : manifests.get(type)
  return manifest !== undefined && filesFieldOf(manifest) !== undefined ? id : undefined
}

/** What a browser does not know the type of may be a video; the server tells by the content. */
const isMedia = ({ name, type }: File): boolean =>
  type === '' ? !/\.json$/i.test(name) : /^(image|video)\//.test(type)
