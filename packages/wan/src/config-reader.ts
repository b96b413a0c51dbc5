import { WanError } from './wan-error.js'

/** Reads settings of a config.json and keeps every problem, so that one error can name them all. */
export class ConfigReader {
  readonly #config: Readonly<Record<string, unknown>>
  readonly #place: string
  readonly #problems: string[] = []

  constructor(config: Readonly<Record<string, unknown>>, place: string) {
    this.#config = config
    this.#place = place
  }

  /** A whole number from `least` upwards. A setting that is wrong counts as `least` while the others are read. */
  whole(key: string, { least = 1, otherwise }: { readonly least?: number; readonly otherwise?: number } = {}): number {
    const value = this.#config[key] ?? otherwise
    if (isWhole(value, least)) return value
    this.#refuse(key, `a whole number from ${least} upwards`)
    return least
  }

  /** A number above 0. */
  positive(key: string, otherwise: number): number {
    const value = this.#config[key] ?? otherwise
    if (isPositive(value)) return value
    this.#refuse(key, 'a number above 0')
    return otherwise
  }

  /** Whole numbers above 0, as many as `otherwise` has. */
  sizes(key: string, otherwise: readonly number[]): readonly number[] {
    const value = this.#config[key] ?? otherwise
    if (isList(value) && value.length === otherwise.length && value.every((item) => isWhole(item, 1))) return value
    this.#refuse(key, `${otherwise.length} whole numbers above 0`)
    return otherwise
  }

  /** Whole numbers from 1 to `most`, each smaller than the one before it; at least one. */
  falling(key: string, most: number, otherwise: readonly number[]): readonly number[] {
    const value = this.#config[key] ?? otherwise
    if (
      isList(value) &&
      value.length > 0 &&
      value.every((item, i) => isWhole(item, 1) && item < (value[i - 1] ?? most + 1))
    )
      return value
    this.#refuse(key, `a list of falling whole numbers from ${most} to 1`)
    return otherwise
  }

  oneOf<T extends string>(key: string, options: readonly T[], otherwise: T): T {
    const value = this.#config[key] ?? otherwise
    const option = options.find((candidate) => candidate === value)
    if (option !== undefined) return option
    this.#refuse(key, options.map((candidate) => JSON.stringify(candidate)).join(' or '))
    return otherwise
  }

  /** A setting that may be absent but must otherwise have the only value that is built. */
  fixed(key: string, only: string | number | boolean | readonly number[]): void {
    const value = this.#config[key]
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(only)) this.#refuse(key, JSON.stringify(only))
  }

  /** A rule between settings. */
  require(holds: boolean, otherwise: string): void {
    if (!holds) this.#problems.push(otherwise)
  }

  /** @throws WanError `config-invalid` with every problem found so far */
  finish(): void {
    if (this.#problems.length === 0) return
    throw new WanError(
      'config-invalid',
      `${this.#place} does not describe a causal Wan model that can be built: ${this.#problems.join('; ')}. Correct these settings.`,
    )
  }

  #refuse(key: string, expected: string): void {
    const value = this.#config[key]
    const found = value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value).slice(0, 80)
    this.#problems.push(`${key} is ${found} where ${expected} is expected`)
  }
}

const isList = (value: unknown): value is readonly number[] => Array.isArray(value)
const isWhole = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least
const isPositive = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0
