export interface CardFacts {
  readonly title: string
  readonly phase: string | undefined
  readonly issues: number
}

/** What a screen reader says of a node: `Frame Sampler, working, 2 problems`. */
export function cardName({ title, phase, issues }: CardFacts): string {
  const problems = issues === 0 ? '' : issues === 1 ? '1 problem' : `${issues} problems`
  return [title, phase ?? '', problems].filter(Boolean).join(', ')
}
