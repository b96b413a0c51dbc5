import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { onTestFinished, type TestContext } from 'vitest'
import { temporaryFolder } from './temporary-folder.js'

/** A file system of 256 KiB, which only root may make. */
export async function smallDisk(context: TestContext): Promise<string> {
  const folder = await temporaryFolder()
  await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.trim() : String(error)
    context.skip(`a small file system could not be mounted to fill it (${reason})`)
  })
  onTestFinished(async () => void (await promisify(execFile)('umount', ['--lazy', folder])))
  return folder
}
