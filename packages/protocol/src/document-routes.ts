import { graphDocument, graphIssue, nodeManifest } from '@frameloom/graph'
import { z } from 'zod'
import type { Route } from './route.js'

/** A document as a client sends it: any JSON object; the server says everything that is wrong with it. */
const anyDocument = z
  .unknown()
  .meta({ description: 'A document as in #/components/schemas/GraphDocument; unknown fields are kept.' })

/** What lists show of a document. */
export const documentSummary = z.object({
  id: z.string(),
  title: z.string(),
  /** Counts its saves, from 1. */
  revision: z.int().min(1),
  /** Milliseconds since 1970. */
  savedAt: z.number(),
  nodes: z.int().min(0),
})
export type DocumentSummary = z.output<typeof documentSummary>

/** A document and which of its saves it is. */
export const savedDocument = documentSummary.extend({ document: graphDocument })
export type SavedDocument = z.output<typeof savedDocument>

/** An example that new documents may start from. */
const templateSummary = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
})
export type TemplateSummary = z.output<typeof templateSummary>

/** What a video or picture carries. */
const capsule = z.object({
  document: graphDocument.nullable(),
  seed: z.number(),
  models: z.array(z.object({ name: z.string(), sha256: z.string() })),
})

export const documentRoutes = {
  listNodes: {
    method: 'GET',
    path: '/api/nodes',
    summary: 'The installed node types as manifests.',
    status: 200,
    reply: z.object({ nodes: z.array(nodeManifest) }),
  },
  validate: {
    method: 'POST',
    path: '/api/validate',
    summary: 'Everything that keeps a document from running.',
    body: z.object({ document: anyDocument }),
    status: 200,
    reply: z.object({ issues: z.array(graphIssue) }),
  },
  listDocuments: {
    method: 'GET',
    path: '/api/documents',
    summary: 'The documents of the library, the last saved first.',
    status: 200,
    reply: z.object({ documents: z.array(documentSummary) }),
  },
  createDocument: {
    method: 'POST',
    path: '/api/documents',
    summary: 'Adds a document to the library; it need not be able to run yet.',
    body: z.object({ document: anyDocument }),
    status: 201,
    reply: savedDocument,
    errors: ['refused', 'disk-full'],
  },
  readDocument: {
    method: 'GET',
    path: '/api/documents/:id',
    summary: 'A document, as saved last or at one of its kept revisions.',
    query: z.object({ revision: z.coerce.number<number | string>().int().min(1).optional() }),
    status: 200,
    reply: savedDocument,
    errors: ['not-found'],
  },
  saveDocument: {
    method: 'PUT',
    path: '/api/documents/:id',
    summary: 'Saves a document over the revision that it was made from; refused if that is no longer the newest.',
    body: z.object({ document: anyDocument, revision: z.int().min(1) }),
    status: 200,
    reply: documentSummary,
    errors: ['not-found', 'stale-revision', 'refused', 'disk-full'],
  },
  deleteDocument: {
    method: 'DELETE',
    path: '/api/documents/:id',
    summary: 'Removes a document with all its revisions.',
    status: 204,
    errors: ['not-found'],
  },
  listRevisions: {
    method: 'GET',
    path: '/api/documents/:id/revisions',
    summary: 'The kept revisions of a document, the newest first.',
    status: 200,
    reply: z.object({ revisions: z.array(z.object({ revision: z.int().min(1), savedAt: z.number() })) }),
    errors: ['not-found'],
  },
  listTemplates: {
    method: 'GET',
    path: '/api/templates',
    summary: 'Examples that new documents may start from.',
    status: 200,
    reply: z.object({ templates: z.array(templateSummary) }),
  },
  readTemplate: {
    method: 'GET',
    path: '/api/templates/:id',
    summary: 'The document of an example.',
    status: 200,
    reply: z.object({ document: graphDocument }),
    errors: ['not-found'],
  },
  readCapsule: {
    method: 'POST',
    path: '/api/capsules',
    summary: 'The document that travels in an MP4, WebM or PNG file. The first 16 MiB of the file are enough.',
    upload: 'application/octet-stream',
    status: 200,
    reply: capsule,
    errors: ['no-document', 'wrong-media-type'],
  },
} as const satisfies Record<string, Route>
