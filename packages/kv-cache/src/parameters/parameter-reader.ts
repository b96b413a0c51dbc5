/** Parameters of a strategy as they come from a JSON document or a command line. */
export type RawParameters = Readonly<Record<string, unknown>>

/**
 * Reads parameters one by one and notes every value of a wrong type, so that all of them can be reported together. A
 * parameter that is absent or null takes its fallback, and so does a wrong one, to let reading go on.
 */
export class ParameterReader {
  readonly problems: string[] = []
  readonly #raw: RawParameters

  constructor(raw: RawParameters) {
    this.#raw = raw
  }

  /** Notes every parameter that is neither `known` nor `ignored`. */
  refuseUnknown(known: readonly string[], ignored: readonly string[]): void {
    const unknown = Object.keys(this.#raw).filter((name) => !known.includes(name) && !ignored.includes(name))
    if (unknown.length === 0) return
    this.problems.push(
      `${unknown.map((name) => `"${name}"`).join(', ')} is no parameter, expected some of ${known.join(', ')}`,
    )
  }

  number<F extends number | undefined>(name: string, fallback: F): number | F {
    const value = this.#value(name)
    if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value ?? fallback
    return this.#wrong(name, 'a number', fallback)
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#value(name)
    if (value === undefined || typeof value === 'boolean') return value ?? fallback
    return this.#wrong(name, 'true or false', fallback)
  }

  choice<C extends string, F extends C | undefined>(name: string, choices: readonly C[], fallback: F): C | F {
    const value = this.#value(name)
    if (value === undefined) return fallback
    const chosen = choices.find((choice) => choice === value)
    return chosen ?? this.#wrong(name, choices.map((choice) => `"${choice}"`).join(' or '), fallback)
  }

  #value(name: string): unknown {
    return Object.hasOwn(this.#raw, name) ? (this.#raw[name] ?? undefined) : undefined
  }

  #wrong<F>(name: string, expected: string, fallback: F): F {
    this.problems.push(`${name} is ${JSON.stringify(this.#value(name)) ?? 'no JSON'}, expected ${expected}`)
    return fallback
  }
}
