import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { pipeline } from '../testing/pipeline.js'
import { openStage } from '../testing/stage.js'
import { GraphStore } from './graph-store.js'
import { IssueList } from './issue-list.js'

/** Longer than an edit waits until it is checked. */
const CHECKED = 400

describe('the issues of the document on the canvas', () => {
  let stage: Awaited<ReturnType<typeof openStage>>
  let graph: GraphStore
  let issues: IssueList
  const failures: unknown[] = []
  /** Milliseconds that the server takes, and whether it breaks. */
  const server = { takes: 0, breaks: false }

  beforeEach(async () => {
    stage = await openStage({ site: '', templates: [] })
    Object.assign(server, { takes: 0, breaks: false })
    failures.length = 0
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      const { takes } = server
      if (server.breaks) return new Response('Out of memory', { status: 500 })
      const answer = await fetch(new URL(path, stage.url), init)
      await pause(takes)
      init?.signal?.throwIfAborted()
      return answer
    })
    graph = new GraphStore()
    issues = new IssueList(graph, (cause) => failures.push(cause))
    graph.open(broken)
    await issues.check()
  })
  afterEach(async () => {
    vi.unstubAllGlobals()
    await stage.close()
  })

  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
  const broken = { ...pipeline, wires: pipeline.wires.slice(1) }
  const count = () => issues.store.getState().all.length

  test('are asked for once where somebody asks before the pause of an edit is over', async () => {
    expect(count()).toBe(1)
    server.takes = CHECKED
    graph.edit(() => pipeline)
    await pause(200)
    await issues.check()
    expect(count()).toBe(0)
  })

  test('are those of the newest question for whoever waits for an older one', async () => {
    server.takes = CHECKED
    graph.edit(() => pipeline)
    const first = issues.check()
    server.takes = 0
    issues.refresh()
    await first
    expect(count()).toBe(0)
  })

  test('are those of what was changed while the server was asked', async () => {
    server.takes = 100
    const first = issues.check()
    graph.edit(() => pipeline)
    await first
    expect(count()).toBe(0)
  })

  test('stay where the server breaks, and the reason is told', async () => {
    server.breaks = true
    graph.edit(() => pipeline)
    await expect.poll(() => failures).toHaveLength(1)
    expect(String(failures[0])).toContain('500')
    expect(count()).toBe(1)
    await expect(issues.check()).rejects.toThrow('500')
  })
})
