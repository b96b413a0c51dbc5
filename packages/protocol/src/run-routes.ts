import { graphDocument } from '@frameloom/graph'
import { z } from 'zod'
import type { Route } from './route.js'
import { paramChange, queuedChange, startRequest, stopHow, wireExchange } from './run-requests.js'
import { runSummary, runView } from './run-view.js'

export const runRoutes = {
  startRun: {
    method: 'POST',
    path: '/api/runs',
    summary: 'Starts a run, or queues it where its device is busy.',
    body: startRequest,
    status: 201,
    reply: runView,
    errors: ['refused', 'too-many-runs', 'disk-full', 'shutting-down'],
  },
  listRuns: {
    method: 'GET',
    path: '/api/runs',
    summary: 'The runs of the library, the newest first.',
    status: 200,
    reply: z.object({ runs: z.array(runSummary) }),
  },
  readRun: {
    method: 'GET',
    path: '/api/runs/:id',
    summary: 'A run as it stands now.',
    status: 200,
    reply: runView,
    errors: ['not-found'],
  },
  readRunDocument: {
    method: 'GET',
    path: '/api/runs/:id/document',
    summary:
      'The document of a run, with the changes made while it ran in its timeline: it gives the same video again.',
    status: 200,
    reply: z.object({ document: graphDocument }),
    errors: ['not-found'],
  },
  stopRun: {
    method: 'POST',
    path: '/api/runs/:id/stop',
    summary: 'Ends a run after its current chunk or at once; takes a queued one off the queue.',
    body: z.object({ how: stopHow }),
    status: 202,
    reply: runView,
    errors: ['not-found', 'wrong-state'],
  },
  pauseRun: {
    method: 'POST',
    path: '/api/runs/:id/pause',
    summary: 'Begins no further chunk until it is resumed.',
    status: 202,
    reply: runView,
    errors: ['not-found', 'wrong-state'],
  },
  resumeRun: {
    method: 'POST',
    path: '/api/runs/:id/resume',
    summary: 'Resumes a paused run, or a stopped or failed one from its last checkpoint.',
    status: 202,
    reply: runView,
    errors: ['not-found', 'wrong-state', 'too-many-runs', 'shutting-down'],
  },
  changeParam: {
    method: 'PATCH',
    path: '/api/runs/:id/params',
    summary: 'Changes a live parameter at the next chunk boundary.',
    body: paramChange,
    status: 202,
    reply: queuedChange,
    errors: ['not-found', 'wrong-state', 'refused'],
  },
  exchangeWires: {
    method: 'PATCH',
    path: '/api/runs/:id/wires',
    summary: 'Rewires live inputs at the next chunk boundary, for example a sampler to another cache.',
    body: wireExchange,
    status: 202,
    reply: queuedChange,
    errors: ['not-found', 'wrong-state', 'refused'],
  },
  deleteRun: {
    method: 'DELETE',
    path: '/api/runs/:id',
    summary: 'Removes a run that is over, with its files.',
    status: 204,
    errors: ['not-found', 'wrong-state'],
  },
  readVideo: {
    method: 'GET',
    path: '/api/runs/:id/video',
    summary: 'The newest video of a run; it plays up to its last whole chunk while it grows. Answers ranges.',
    status: 200,
    download: 'video/*',
    errors: ['not-found'],
  },
  readFile: {
    method: 'GET',
    path: '/api/runs/:id/files/:name',
    summary: 'A file that the run has announced, by its name.',
    status: 200,
    download: 'application/octet-stream',
    errors: ['not-found'],
  },
} as const satisfies Record<string, Route>
