import type { Root } from 'rete'
import type { Area2D, AreaPlugin } from 'rete-area-plugin'
import type { Connection as ConnectionSignal, ConnectionPlugin } from 'rete-connection-plugin'
import type { AreaSignals, Scheme } from './scheme.js'

type Pipe = (signal: unknown) => unknown

/** What this plugin needs of a host's `AreaPlugin`, whatever its other plugins send through it. */
export interface HostArea extends Pick<AreaPlugin<Scheme, AreaSignals>, 'container' | 'nodeViews' | 'area'> {
  addPipe(pipe: Pipe): void
  update(type: 'node' | 'connection', id: string): Promise<void>
}

/** What this plugin needs of a host's `ConnectionPlugin`, whatever its other plugins send through it. */
export interface HostConnection extends Pick<ConnectionPlugin<Scheme, AreaSignals>, 'addPreset' | 'drop'> {
  addPipe(pipe: Pipe): void
}

/** What Rete itself sends through an area with its React renderer, and through a connection plugin. */
export type HostSignal = Root<Scheme> | Area2D<Scheme> | AreaSignals | ConnectionSignal

/** A pipe that hears and changes nothing. Signals of other plugins come too: go by `type`, of renderings by `data.type` also. */
export const hearing =
  (listener: (signal: HostSignal) => void): Pipe =>
  (signal) => {
    if (isSignal(signal)) listener(signal)
    return signal
  }

const isSignal = (signal: unknown): signal is HostSignal =>
  typeof signal === 'object' && signal !== null && 'type' in signal
