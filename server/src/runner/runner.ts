import type { Run } from '@frameloom/engine'
import type { NodeId } from '@frameloom/graph'
import { loadCatalog } from '@frameloom/host'
import { type Execution, executeOrder } from './execute-order.js'
import { holdLock } from '../files/process-lock.js'
import type { CommandMessage, RunOrder } from './messages.js'
import { Screen } from './screen.js'
import type { ServerLink } from './server-link.js'

/** One run in a process of its own, at the command of the server. */
export class Runner {
  readonly #link: ServerLink
  #execution: Execution | undefined
  #screen: Screen | undefined
  /** Commands that came before the run could take them. */
  readonly #early: CommandMessage[] = []

  constructor(link: ServerLink) {
    this.#link = link
  }

  /**
   * Carries out the order and tells how it ended.
   * @returns whether the run came to an end that it told itself
   */
  async carryOut(order: RunOrder): Promise<boolean> {
    const link = this.#link
    try {
      await using _lock = await holdLock(order.lock)
      this.#screen = new Screen({
        run: order.run,
        send: async ({ header, jpeg }) => link.report({ type: 'picture', header, jpeg }),
        onFailure: (cause) => process.stderr.write(`A picture could not be sent: ${String(cause)}\n`),
      })
      const catalog = await loadCatalog(order.packs)
      this.#execution = await executeOrder(order, { catalog, screen: this.#screen, link })
      for (const command of this.#early.splice(0)) this.obey(command)
      await this.#execution.ended
      // Whoever watches sees the video to its end; whoever stopped it has seen enough.
      if (this.#execution.run.state === 'finished') await this.#screen.drained()
      await link.report({ type: 'over' })
      return true
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'internal'
      await link.report({ type: 'broken', code, message: cause instanceof Error ? cause.message : String(cause) })
      return false
    }
  }

  obey(command: CommandMessage): void {
    const [run, screen] = [this.#execution?.run, this.#screen]
    if (run === undefined || screen === undefined) this.#early.push(command)
    else this.#passOn(command, run, screen)
  }

  /** Without the server nobody can steer the run any more: it ends after its chunk, with a checkpoint to go on from. */
  serverGone(): void {
    if (this.#execution === undefined) process.exit(1)
    this.#execution.run.stop()
  }

  #passOn(command: CommandMessage, run: Run, screen: Screen): void {
    switch (command.type) {
      case 'stop':
        if (command.how === 'now') run.abort()
        else run.stop()
        return
      case 'pause':
        run.pause()
        return
      case 'resume':
        run.resume()
        return
      case 'look':
        screen.look(command.previews)
        return
      case 'set': {
        const { id, node, param, value } = command
        void this.#change({ id, node }, async () => run.setParam(node, param, value))
        return
      }
      case 'exchange': {
        const { id, nodes, wires } = command
        void this.#change({ id, node: wires[0]?.to.node }, async () => run.exchange({ nodes, wires }))
        return
      }
      case 'start':
        throw new Error('A runner carries out one order; fork another one.')
    }
  }

  async #change({ id, node }: Asked, change: () => ReturnType<Run['setParam']>): Promise<void> {
    try {
      const changed = await change()
      const result = changed.ok ? changed : { ok: false as const, issues: [...changed.issues] }
      await this.#link.report({ type: 'changed', id, result })
    } catch (cause) {
      const message = `The change could not be made: ${cause instanceof Error ? cause.message : String(cause)}`
      const issue = { code: 'node-refused' as const, path: '', ...(node !== undefined && { node }), message }
      await this.#link.report({ type: 'changed', id, result: { ok: false, issues: [issue] } })
    }
  }
}

interface Asked {
  readonly id: number
  readonly node: NodeId | undefined
}
