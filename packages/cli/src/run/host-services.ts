import { basename, dirname, resolve } from 'node:path'
import type { HostServices } from '@frameloom/graph'
import { fileNameOf } from '@frameloom/host'
import { makeFolder } from '../make-folder.js'
import { onnxRuntime } from '../onnx-runtime.js'

export interface HostRequest {
  /** The document's file. */
  readonly path: string
  readonly device: string
  readonly outDir: string
  readonly modelDirs: readonly string[]
}

/**
 * What this command lends to the nodes of a document, which may read the files that lie beside it. Makes the folder that they
 * write to.
 * @throws the system's error where it cannot be made
 */
export async function hostServices({ path, device, outDir, modelDirs }: HostRequest): Promise<HostServices> {
  const folder = resolve(outDir)
  await makeFolder(folder)
  const { libraryPath } = onnxRuntime()
  return {
    device,
    ...(libraryPath !== undefined && { runtimeLibrary: libraryPath }),
    outDir: folder,
    fileName: fileNameOf(stemOf(path)),
    modelDirs: modelDirs.map((dir) => resolve(dir)),
    inputDirs: [dirname(resolve(path))],
  }
}

/** A document's name without its endings. */
const stemOf = (path: string): string => basename(path).replace(/(\.frameloom|\.capsule)?\.[^.]+$/, '')
