declare const carried: unique symbol

/**
 * A kind of value that may travel along a wire; an output fits an input when both name the same one. `T` is what
 * executors see; it has no presence at run time.
 */
export interface SocketType<T = unknown> {
  /** Kebab-case and unique among all packs, for example `video-model`. */
  readonly name: string
  /** One sentence for people: what a value of this kind is. */
  readonly summary: string
  readonly [carried]?: T
}

/**
 * Names a kind of value, once, beside the type that it carries:
 * `export const videoModel = socketType<VideoModel>('video-model', 'A loaded video model.')`.
 */
export function socketType<T>(name: string, summary: string): SocketType<T> {
  return { name, summary }
}
