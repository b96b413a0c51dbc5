import { z } from 'zod'
import type { Route } from './route.js'

/** A file of the input folder, as it was stored. */
export const inputFile = z.object({
  /** What a document names it by: of the name that was sent, the content, and the kind. */
  name: z.string(),
  /** Media type, told from the content. */
  type: z.string(),
  bytes: z.int().min(0),
})
export type InputFile = z.output<typeof inputFile>

export const inputRoutes = {
  uploadInput: {
    method: 'POST',
    path: '/api/inputs',
    summary:
      'Stores a picture (PNG, JPEG, WebP) or a video (MP4, MOV, WebM, MKV, GIF) for documents to name. The same content is stored once.',
    query: z.object({ name: z.string().max(1000).default('') }),
    upload: 'application/octet-stream',
    streamed: true,
    status: 201,
    reply: inputFile,
    errors: ['wrong-media-type', 'wrong-content', 'disk-full'],
  },
  readThumbnail: {
    method: 'GET',
    path: '/api/inputs/:name/thumbnail',
    summary: 'A small picture of a file of the input folder; of a video, its first one.',
    status: 200,
    download: 'image/jpeg',
    errors: ['not-found', 'wrong-content'],
  },
} as const satisfies Record<string, Route>
