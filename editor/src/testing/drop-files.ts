import type { Locator } from 'playwright-core'

/** Drops files of the disk in the middle of an element, as a file manager does; `before` sees them held over it. */
export async function dropFiles(
  target: Locator,
  files: readonly string[],
  before?: () => Promise<void>,
): Promise<void> {
  const page = target.page()
  const box = await target.boundingBox()
  if (box === null) throw new Error('There is nothing to drop files on.')
  const devtools = await page.context().newCDPSession(page)
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, ...place, data })
  }
  await before?.()
  await devtools.send('Input.dispatchDragEvent', { type: 'drop', ...place, data })
  await devtools.detach()
}
