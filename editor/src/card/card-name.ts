export interface CardFacts {
  readonly title: string
  readonly phase: string | undefined
  readonly bypassed: boolean
  readonly issues: number
}

/** What a screen reader says of a node: `Frame Sampler, working, 2 problems`. */
export function cardName({ title, phase, bypassed, issues }: CardFacts): string {
  const problems = issues === 0 ? '' : issues === 1 ? '1 problem' : `${issues} problems`
  return [title, bypassed ? 'bypassed' : '', phase ?? '', problems].filter(Boolean).join(', ')
}
