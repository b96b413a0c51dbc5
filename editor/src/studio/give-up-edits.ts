import type { Studio } from './studio.js'

type Desk = Pick<Studio, 'graph' | 'library' | 'notices'>

/** Opens what somebody else has saved meanwhile in place of what is on the canvas, which can be had back as a copy. */
export async function takeTheirs(desk: Desk): Promise<void> {
  const { current } = desk.library.store.getState()
  if (current === undefined) return
  await givingUp(desk, 'Your changes were replaced by theirs.', () => desk.library.reload(current.id))
}

/** Puts what was saved last on the canvas in place of what is there, which can be had back as a copy. */
export const discardChanges = (desk: Desk): Promise<void> =>
  givingUp(desk, 'Your changes were discarded.', () => desk.library.discard())

async function givingUp(
  { graph, library, notices }: Desk,
  text: string,
  giveUp: () => void | Promise<void>,
): Promise<void> {
  const mine = graph.document
  await giveUp()
  const restore = () => void library.openCopy(mine).catch((cause: unknown) => notices.fail(cause))
  notices.offer(text, { label: 'Undo', run: restore })
}
