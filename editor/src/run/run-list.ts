import { callRoute, type RunSummary } from '@frameloom/protocol'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { isActive } from './channel-state.js'
import type { StudioSocket } from './studio-socket.js'

export interface RunListState {
  /** Those that go on or wait first, then the newest. */
  readonly runs: readonly RunSummary[]
}

/** The run that has the device for which `waiting` waits; undefined where that is not known. */
export const runAhead = (
  runs: readonly RunSummary[],
  waiting: Pick<RunSummary, 'run' | 'lane'>,
): RunSummary | undefined =>
  runs.find((one) => one.lane === waiting.lane && isActive(one) && one.state !== 'queued' && one.run !== waiting.run)

/** All runs of the studio, whoever started them: what there is, and what can be done with one without watching it. */
export class RunList {
  readonly store: StoreApi<RunListState> = createStore(() => ({ runs: [] }))
  /** Those that were deleted while this page was open: a list that was asked for before has them still. */
  readonly #deleted = new Set<RunSummary['run']>()

  /** @param failed told why the list could not be read */
  constructor(socket: StudioSocket, failed: (cause: unknown) => void) {
    socket.on('connect', () => void this.refresh().catch(failed))
    socket.on('run:summary', (summary) => this.#hear(summary))
    socket.on('run:deleted', (run) => this.#forget(run))
  }

  async refresh(): Promise<void> {
    const before = this.store.getState().runs
    const { runs } = await callRoute('listRuns', {})
    // What has been heard meanwhile counts.
    const fresh = this.store.getState().runs.filter(({ run }) => ![...before, ...runs].some((one) => one.run === run))
    const kept = runs.filter(({ run }) => !this.#deleted.has(run)).map((one) => newer(one, this.#known(one.run)))
    this.#show([...fresh, ...kept])
  }

  /** Ends it after its chunk, with a checkpoint; takes it off the queue where it waits. */
  async stop(run: RunSummary['run']): Promise<void> {
    await callRoute('stopRun', { params: { id: run }, body: { how: 'after-chunk' } })
  }

  async resume(run: RunSummary['run']): Promise<void> {
    await callRoute('resumeRun', { params: { id: run } })
  }

  /** Removes it with its files. */
  async remove(run: RunSummary['run']): Promise<void> {
    await callRoute('deleteRun', { params: { id: run } })
    this.#forget(run)
  }

  #known(run: RunSummary['run']): RunSummary | undefined {
    return this.store.getState().runs.find((one) => one.run === run)
  }

  #hear(summary: RunSummary): void {
    const others = this.store.getState().runs.filter(({ run }) => run !== summary.run)
    this.#show([...others, newer(summary, this.#known(summary.run))])
  }

  #forget(run: RunSummary['run']): void {
    this.#deleted.add(run)
    this.#show(this.store.getState().runs.filter((one) => one.run !== run))
  }

  #show(runs: readonly RunSummary[]): void {
    const inOrder = (a: RunSummary, b: RunSummary) =>
      Number(isActive(b)) - Number(isActive(a)) || b.createdAt - a.createdAt
    this.store.setState({ runs: runs.toSorted(inOrder) })
  }
}

const newer = (one: RunSummary, other: RunSummary | undefined): RunSummary =>
  other !== undefined && other.seq > one.seq ? other : one
