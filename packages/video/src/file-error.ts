import { VideoError, type VideoErrorCode } from './video-error.js'

type FileUse = 'read' | 'write'

interface Complaint {
  readonly code: VideoErrorCode
  readonly found: string
  readonly cure: string
}

const FULL: Complaint = {
  code: 'disk-full',
  found: 'the disk (or its quota) is full',
  cure: 'free some space or choose another folder; what was written before still plays',
}

/** What the system's error codes mean for somebody who saves a video. */
const WRITE_COMPLAINTS: Readonly<Record<string, Complaint>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  // 4 GiB on FAT32, or what the system allows this process.
  EFBIG: {
    code: 'file-too-large',
    found: "the file has the largest size that its disk's file system, or the system's limit, takes",
    cure: 'resume, which begins a new file, or choose another disk; what was written before still plays',
  },
  ENOENT: { code: 'file-vanished', found: 'its folder is gone', cure: 'choose a folder that stays during the run' },
}

/** `error`, thrown by the file system at `path`, as a sentence with its cure. A VideoError stays what it is. */
export function fileError(error: unknown, path: string, use: FileUse): VideoError {
  if (error instanceof VideoError) return error
  const system = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  const { code, found, cure } = complaint(system, error, use)
  const verb = use === 'read' ? 'read' : 'written'
  return new VideoError(code, `${path} cannot be ${verb}: ${found}; ${cure}.`, { cause: error })
}

function complaint(system: string, error: unknown, use: FileUse): Complaint {
  const found = error instanceof Error ? error.message : String(error)
  if (use === 'read')
    return { code: 'not-readable', found, cure: 'check that the file exists and that you may read it' }
  return (
    WRITE_COMPLAINTS[system] ?? {
      code: 'not-writable',
      found,
      cure: 'choose a folder that you may write to',
    }
  )
}
