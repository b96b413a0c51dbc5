/** A refusal of the operating system, in words. */
export interface SystemErrorSentence {
  readonly code: 'disk-full' | 'not-writable' | 'not-found' | 'system'
  readonly message: string
}

/**
 * One sentence for an error of the operating system, looked for along the chain of causes, with the path concerned;
 * undefined for any other error.
 */
export function systemErrorSentence(thrown: unknown): SystemErrorSentence | undefined {
  const error = systemErrorIn(thrown)
  if (error === undefined) return undefined
  const path = error.path ?? 'the file'
  if (error.syscall === 'mkdir' && error.code !== 'ENOSPC') {
    const found = error.code === 'EEXIST' || error.code === 'ENOTDIR' ? 'a file is in the way' : error.code
    return {
      code: 'not-writable',
      message: `The folder ${path} cannot be made (${found}): choose another one with --out.`,
    }
  }
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        code: 'disk-full',
        message: `The disk is full at ${path}: free some space, or write elsewhere with --out.`,
      }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        code: 'not-writable',
        message: `${path} may not be opened (${error.code}): choose another place, or change its permissions.`,
      }
    case 'ENOENT':
      return { code: 'not-found', message: `${path} does not exist: check the path.` }
    case 'EISDIR':
      return { code: 'not-found', message: `${path} is a folder: give a file.` }
    default:
      return { code: 'system', message: `${error.syscall} failed at ${path}: ${error.message}.` }
  }
}

interface SystemError extends Error {
  readonly code: string
  readonly syscall: string
  readonly path?: string
}

function systemErrorIn(thrown: unknown): SystemError | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (isSystemError(error)) return error
  }
  return undefined
}

function isSystemError(error: Error): error is SystemError {
  return 'code' in error && typeof error.code === 'string' && 'syscall' in error && typeof error.syscall === 'string'
}
