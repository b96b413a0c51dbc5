import { type DocumentNode, nodeId } from '@frameloom/graph'

/** An id that no node has: the last part of the type, with a number where it is taken. Readable in a diff. */
export function newNodeId(type: string, taken: ReadonlySet<string>): DocumentNode['id'] {
  const stem =
    type
      .split('/')
      .at(-1)
      ?.replaceAll(/[^\w-]/g, '') || 'node'
  if (!taken.has(stem)) return nodeId.parse(stem)
  let number = 2
  while (taken.has(`${stem}-${number}`)) number++
  return nodeId.parse(`${stem}-${number}`)
}

/** An id that no frame has. */
export function newFrameId(taken: ReadonlySet<string>): string {
  let number = 1
  while (taken.has(`frame-${number}`)) number++
  return `frame-${number}`
}
