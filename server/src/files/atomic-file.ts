import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { ApiProblem } from '../api-problem.js'

/**
 * Writes a file that appears whole or not at all; the one before stays until then.
 * @throws ApiProblem `disk-full`; the system's error for any other reason
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`
  try {
    const file = await open(draft, 'wx')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw diskFull(cause) ?? cause
  }
}

/** The refusal for a failed write whose reason is a full disk; undefined for any other reason. */
export function diskFull(cause: unknown): ApiProblem | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined
  return new ApiProblem('disk-full', 'The disk of the data folder is full: free some space, then try again.')
}
