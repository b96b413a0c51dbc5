import type { PortManifest } from '@frameloom/graph'

/** `circle`: one value per run, `square`: one per chunk, `diamond`: a value that may change while the video plays. */
export type SocketShape = 'circle' | 'square' | 'diamond'

export interface SocketLook {
  /** A CSS colour. Never the only cue: the shape and the tooltip say the same. */
  readonly color: string
  readonly shape: SocketShape
}

/** Colours by socket name. */
export type SocketColors = Readonly<Record<string, string>>

/** Colours of Frameloom's own sockets; where ComfyUI has the same kind of value, its colour. */
export const frameloomColors: SocketColors = {
  'video-model': '#B39DDB',
  'prompt-encoder': '#FFD500',
  'prompt-embedding': '#FFA931',
  'frame-decoder': '#FF6E6E',
  'latent-chunks': '#FF9CF9',
  'pixel-frames': '#64B5F6',
  'cache-strategy': '#4DD0E1',
  'position-policy': '#AED581',
  'denoise-schedule': '#F0A6A0',
  'frame-metrics': '#80CBC4',
}

/** How a port is drawn. A socket that no table names gets a hue of its own, always the same one. */
export function socketLook({ socket, flow, live }: PortManifest, colors: SocketColors = frameloomColors): SocketLook {
  return { color: colors[socket] ?? hueOf(socket), shape: flow === 'stream' ? 'square' : live ? 'diamond' : 'circle' }
}

function hueOf(name: string): string {
  const hash = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 3600, 7)
  return `hsl(${hash / 10} 55% 66%)`
}
