import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { onTestFinished, type TestContext } from 'vitest'

const run = promisify(execFile)

/**
 * Makes a folder a file system of its own for this test, which is skipped where none may be mounted.
 * @param options of `mount`, such as `size=256k` or `nr_inodes=2`
 */
export async function smallDisk(context: TestContext, folder: string, options: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await mounted(context, folder, ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
}

/** Keeps a folder from being moved or removed for this test. Gives it free again. */
export async function heldFolder(context: TestContext, folder: string): Promise<() => Promise<void>> {
  return mounted(context, folder, ['--bind', folder, folder])
}

async function mounted(context: TestContext, folder: string, args: readonly string[]): Promise<() => Promise<void>> {
  await run('mount', args).catch((error: unknown) => {
    context.skip(`nothing could be mounted at the folder (${String(error)})`)
  })
  let there = true
  const unmount = async (): Promise<void> => {
    if (!there) return
    there = false
    await run('umount', ['--lazy', folder])
  }
  onTestFinished(unmount)
  return unmount
}
