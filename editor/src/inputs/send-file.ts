import { failureOf, type InputFile, routePath, routes } from '@frameloom/protocol'

export interface SendOptions {
  readonly signal: AbortSignal
  /** Told the share of the file that is sent, 0 to 1. */
  readonly onProgress: (share: number) => void
}

/**
 * Uploads a file to the input folder. Not by `callRoute`, since only this way a page learns how far it is.
 * @throws ApiFailure where the server turns it down; TypeError where it cannot be reached; the signal's reason
 */
export async function sendFile(file: File, { signal, onProgress }: SendOptions): Promise<InputFile> {
  const { method, upload } = routes.uploadInput
  const request = new XMLHttpRequest()
  signal.throwIfAborted()
  signal.addEventListener('abort', () => request.abort())
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
  await new Promise<void>((resolve, reject) => {
    request.addEventListener('load', () => resolve())
    request.addEventListener('abort', () => reject(signal.reason as Error))
    request.addEventListener('error', () => reject(new TypeError('The server cannot be reached.')))
    request.open(method, routePath('uploadInput', { query: { name: file.name } }))
    request.setRequestHeader('Content-Type', upload)
    request.send(file)
  })
  const { status, statusText, responseText: text } = request
  if (status >= 400) throw failureOf({ status, statusText, text })
  return JSON.parse(text) as InputFile
}
