import type { Vocabulary } from './vocabulary.js'

/** Words that people put between the others; they mean nothing to a table and are not reported. */
const FILLERS = new Set(
  'a an and at by during for from in into is it its of on over some that the there this through to under while with'.split(
    ' ',
  ),
)

/** What a prompt says in the words of a closed vocabulary. */
export interface PromptMeaning {
  /** A word for each attribute: the last one named, or the default. */
  readonly words: Readonly<Record<string, string | undefined>>
  /** Words that the vocabulary does not know, in the order of the text. */
  readonly unknownWords: readonly string[]
}

/** Order, case and punctuation do not matter; of two words for one attribute the last counts. */
export function meaning(text: string, { words, synonyms, attributes, defaults }: Vocabulary): PromptMeaning {
  const meant: string[] = []
  const unknownWords: string[] = []
  for (const [found] of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const word = found.toLowerCase()
    const known = Object.hasOwn(synonyms, word) ? synonyms[word] : word
    if (known !== undefined && Object.hasOwn(words, known)) meant.push(known)
    else if (!FILLERS.has(word) && !unknownWords.includes(found)) unknownWords.push(found)
  }
  const named = Object.entries(attributes).map(([attribute, choices]) => {
    return [attribute, meant.findLast((word) => choices.includes(word)) ?? defaults[attribute]] as const
  })
  return { words: Object.fromEntries(named), unknownWords }
}
