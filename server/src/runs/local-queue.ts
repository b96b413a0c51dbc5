import type { QueueRequest, QueueState, RunQueue, Turn } from './run-queue.js'

interface Waiting {
  readonly request: QueueRequest
  readonly begin: () => void
  /** What was told last. */
  position: number
}

interface Lane {
  running: number
  waiting: Waiting[]
}

/** The queue of one machine: a lane per device, one run at a time in each. */
export class LocalQueue implements RunQueue {
  readonly #lanes = new Map<string, Lane>()

  async enter(request: QueueRequest): Promise<Turn> {
    const { device, signal } = request
    signal.throwIfAborted()
    const lane = this.#lanes.get(device) ?? { running: 0, waiting: [] }
    this.#lanes.set(device, lane)
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        lane.waiting = lane.waiting.filter((other) => other !== waiting)
        this.#advance(lane)
        reject(signal.reason as Error)
      }
      const begin = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const waiting: Waiting = { request, begin, position: -1 }
      signal.addEventListener('abort', leave, { once: true })
      lane.waiting.push(waiting)
      this.#advance(lane)
    })
    let given = true
    return {
      [Symbol.dispose]: () => {
        if (!given) return
        given = false
        lane.running--
        this.#advance(lane)
      },
    }
  }

  states(): readonly QueueState[] {
    return Array.from(this.#lanes, ([device, { running, waiting }]) => ({ device, running, waiting: waiting.length }))
  }

  #advance(lane: Lane): void {
    if (lane.running === 0) {
      const next = lane.waiting.shift()
      if (next !== undefined) {
        lane.running++
        next.begin()
      }
    }
    for (const [index, waiting] of lane.waiting.entries()) {
      const position = index + lane.running
      if (waiting.position !== position) {
        waiting.position = position
        waiting.request.onPosition(position)
      }
    }
  }
}
