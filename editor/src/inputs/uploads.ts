import type { JsonObject, NodeManifest } from '@frameloom/graph'
import { callRoute, type InputFile } from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { editNode } from '../graph/edits.js'
import type { GraphStore } from '../graph/graph-store.js'
import type { IssueList } from '../graph/issue-list.js'
import { fieldsOf } from '../params/field.js'
import type { Notices } from '../studio/notices.js'
import { inBytes } from '../ui/in-bytes.js'
import { filesFieldOf } from './files-field-of.js'
import { nameFiles } from './name-files.js'
import { sendFile } from './send-file.js'

/** Files on their way to the server for one node. */
export interface Upload {
  /** Name of the file that is being sent, and which one of how many it is. */
  readonly name: string
  readonly number: number
  readonly count: number
  /** How much of it is sent, 0 to 1. */
  readonly share: number
  readonly cancel: () => void
}

export interface UploadState {
  readonly byNode: ReadonlyMap<string, Upload>
  /** Uploads that came to their end: what was missing may be there now. */
  readonly done: number
}

export interface UploadsOptions {
  readonly graph: GraphStore
  readonly manifests: ReadonlyMap<string, NodeManifest>
  readonly issues: IssueList
  readonly notices: Notices
}

/** Sends files to the server and lets a node read them. */
export class Uploads {
  readonly store: StoreApi<UploadState> = createStore(() => ({ byNode: new Map(), done: 0 }))
  readonly #options: UploadsOptions

  constructor(options: UploadsOptions) {
    this.#options = options
  }

  /** Sends files one after another; the node reads them when all are there, in one step of the history. */
  async take(node: string, files: readonly File[]): Promise<void> {
    const { graph, notices } = this.#options
    const { opened } = graph.store.getState()
    const under = this.store.getState().byNode.get(node)
    if (under !== undefined) notices.say(`${under.name} is being sent: wait for it, or cancel it.`, 'error')
    if (under !== undefined || files.length === 0) return
    const aborted = new AbortController()
    const cancel = () => aborted.abort(new DOMException('Cancelled', 'AbortError'))
    try {
      const sent: InputFile[] = []
      this.#show(node, { name: files[0]?.name ?? '', number: 1, count: files.length, share: 0, cancel })
      const { limits } = await callRoute('readSystem', {}, { signal: aborted.signal })
      for (const [index, file] of files.entries()) {
        if (file.size > limits.uploadBytes) throw tooLarge(file, limits.uploadBytes)
        const onProgress = (share: number) =>
          this.#show(node, { name: file.name, number: index + 1, count: files.length, share, cancel })
        onProgress(0)
        sent.push(await sendFile(file, { signal: aborted.signal, onProgress }))
      }
      if (graph.store.getState().opened === opened) this.#name(node, sent)
      else notices.say('Another document was opened meanwhile: choose the files again for this one.')
    } catch (cause) {
      if (!aborted.signal.aborted) notices.fail(cause)
    } finally {
      this.#show(node, undefined)
    }
  }

  #name(node: string, files: readonly InputFile[]): void {
    const { graph, manifests, issues, notices } = this.#options
    const there = graph.store.getState().nodes.get(node)
    const manifest = there && manifests.get(there.type)
    const facts = manifest && filesFieldOf(manifest)
    if (manifest === undefined || facts === undefined) return
    const defaults = Object.fromEntries(fieldsOf(manifest).map(({ name, fallback }) => [name, fallback]))
    const params = { ...defaults, ...there?.params } as JsonObject
    const named = nameFiles({ param: facts.field.name, kinds: facts.kinds, params, files })
    if (named === undefined) {
      notices.say(`${manifest.title} reads no file of the type ${files[0]?.type}.`, 'error')
      return
    }
    if (Object.entries(named.set).some(([param, value]) => params[param] !== value)) {
      graph.edit(editNode(node, (old) => ({ ...old, params: { ...old.params, ...named.set } })))
    } else issues.refresh()
    if (named.leftOut.length > 0) {
      notices.say(`Left out beside the others: ${named.leftOut.map(({ name }) => name).join(', ')}.`)
    }
  }

  #show(node: string, upload: Upload | undefined): void {
    this.store.setState(({ byNode, done }) => {
      const others = new Map(byNode)
      if (upload === undefined) others.delete(node)
      else others.set(node, upload)
      return { byNode: others, done: upload === undefined ? done + 1 : done }
    })
  }
}

const tooLarge = ({ name, size }: File, most: number): Error =>
  new Error(`${name} has ${inBytes(size)}, and the server takes ${inBytes(most)}: cut the video, or make it smaller.`)
