import { type NodeId, nodeId } from './ids.js'

/** An id that no node has: the last part of the type, with a number where it is taken. Readable in a diff. */
export function newNodeId(type: string, taken: ReadonlySet<string>): NodeId {
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
