import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalog, graphDocument, namedFiles, validate } from '@frameloom/graph'
import { readCapsule, VideoError } from '@frameloom/video'
import type { Router } from 'express'
import { ApiProblem } from '../api-problem.js'
import type { DocumentLibrary } from '../documents/document-library.js'
import type { Templates } from '../documents/templates.js'
import type { InputFolder } from '../inputs/input-folder.js'
import { mountRoute } from './mount-route.js'

export interface DocumentHandlerOptions {
  readonly catalog: Catalog
  readonly inputs: InputFolder
  readonly library: DocumentLibrary
  readonly templates: Templates
}

/** Node types, documents, templates, and documents that travel in videos. */
export function mountDocumentRoutes(
  router: Router,
  { catalog, inputs, library, templates }: DocumentHandlerOptions,
): void {
  mountRoute(router, 'listNodes', () => ({ nodes: Array.from(catalog.values(), ({ manifest }) => manifest) }))
  mountRoute(router, 'validate', async ({ body }) => {
    const missing = await inputs.missing(namedFiles(body.document, catalog))
    return { issues: [...validate(body.document, catalog), ...missing] }
  })

  mountRoute(router, 'listDocuments', async () => ({ documents: await library.list() }))
  mountRoute(router, 'createDocument', async ({ body }) => library.create(body.document))
  mountRoute(router, 'readDocument', async ({ params, query }) => library.read(params.id, query.revision))
  mountRoute(router, 'saveDocument', async ({ params, body }) => library.save(params.id, body.document, body.revision))
  mountRoute(router, 'deleteDocument', async ({ params }) => library.remove(params.id).then(() => undefined))
  mountRoute(router, 'listRevisions', async ({ params }) => ({ revisions: await library.revisions(params.id) }))

  mountRoute(router, 'listTemplates', async () => ({ templates: await templates.list() }))
  mountRoute(router, 'readTemplate', async ({ params }) => ({ document: await templates.read(params.id) }))
  mountRoute(router, 'readCapsule', async ({ upload }) => capsuleIn(upload))
}

/** The reader wants a file, so the bytes go to one of a random name, for as long as it reads. */
async function capsuleIn(bytes: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), 'frameloom-upload-'))
  try {
    const path = join(folder, 'upload')
    await writeFile(path, bytes)
    const { document, seed, models } = await readCapsule(path)
    const checked = graphDocument.nullable().safeParse(document)
    if (!checked.success) throw noDocument('what it carries is not a document')
    return { document: checked.data, seed, models: models.map(({ name, sha256 }) => ({ name, sha256 })) }
  } catch (cause) {
    if (cause instanceof VideoError && cause.code === 'document-beside') throw documentBeside()
    if (cause instanceof VideoError) throw noDocument(reasons[cause.code] ?? 'it cannot be read')
    throw cause
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const reasons: Readonly<Partial<Record<VideoError['code'], string>>> = {
  'unknown-format': 'it is not of a kind that can carry one',
  'no-capsule': 'it was saved without one',
  'damaged-file': 'it is damaged',
}

const noDocument = (why: string): ApiProblem =>
  new ApiProblem('no-document', `The file carries no document: ${why}. Drop an MP4, WebM or PNG that Frameloom wrote.`)

const documentBeside = (): ApiProblem =>
  new ApiProblem(
    'no-document',
    'The document of this video is too long to travel in it: open the .capsule.json that was written beside the video.',
  )
