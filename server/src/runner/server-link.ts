import { type CommandMessage, commandMessage, type ReportMessage } from './messages.js'

/** The runner's end of the channel to the server. */
export interface ServerLink {
  /** Resolves when the message has left, so that who sends much can wait. Lost where the server is gone. */
  report(message: ReportMessage): Promise<void>
}

/**
 * Opens the channel that this process was forked with.
 * @throws Error where it was not forked
 */
export function openServerLink(onCommand: (command: CommandMessage) => void, onGone: () => void): ServerLink {
  if (process.send === undefined) throw new Error('A runner is started by the server; start frameloom-studio instead.')
  process.on('message', (message) => onCommand(commandMessage.parse(message)))
  process.on('disconnect', onGone)
  return {
    async report(message) {
      await new Promise<void>((resolve) => {
        if (!process.connected || process.send === undefined) resolve()
        else process.send(message, undefined, {}, () => resolve())
      })
    },
  }
}
