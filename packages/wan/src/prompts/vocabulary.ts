import { WanError } from '../wan-error.js'

/** The words that a model with a closed vocabulary knows. */
export interface Vocabulary {
  /** Row of each word in the table of embeddings. */
  readonly words: Readonly<Record<string, number>>
  /** What the words are about: each word belongs to at most one attribute. */
  readonly attributes: Readonly<Record<string, readonly string[]>>
  /** Other words for words of the vocabulary. */
  readonly synonyms: Readonly<Record<string, string>>
  /** What stands for an attribute that a prompt does not name. */
  readonly defaults: Readonly<Record<string, string>>
}

/**
 * A vocabulary from JSON: words, attributes, synonyms and defaults that fit each other and a table of `rows` rows.
 * @throws WanError `vocabulary-invalid` with every problem at once
 */
export function parseVocabulary(
  json: unknown,
  { place, rows }: { readonly place: string; readonly rows: number },
): Vocabulary {
  const problems: string[] = []
  const part = <T>(name: keyof Vocabulary, is: (value: unknown) => value is T): Record<string, T> => {
    const value = isRecord(json) ? json[name] : undefined
    if (isRecord(value) && Object.values(value).every(is))
      return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, T] => is(entry[1])))
    problems.push(`${name} is missing or not of its form`)
    return {}
  }
  const isRow = (value: unknown): value is number =>
    Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < rows
  const words = part('words', isRow)
  const attributes = part('attributes', isWordList)
  const synonyms = part('synonyms', isWord)
  const defaults = part('defaults', isWord)
  const requireKnown = (word: string, what: string) => {
    if (!Object.hasOwn(words, word)) problems.push(`${what} is "${word}", which is not one of the words`)
  }
  for (const [name, list] of Object.entries(attributes))
    for (const word of list) requireKnown(word, `a word of ${name}`)
  for (const [name, word] of Object.entries(synonyms)) requireKnown(word, `the meaning of "${name}"`)
  for (const [name, word] of Object.entries(defaults)) {
    if (!attributes[name]?.includes(word))
      problems.push(`the default of ${name} is "${word}", which is not one of its words`)
  }
  if (problems.length === 0) return { words, attributes, synonyms, defaults }
  throw new WanError(
    'vocabulary-invalid',
    `${place} is not a vocabulary for a table of ${rows} rows: ${problems.join('; ')}. Give the file that belongs to the model.`,
  )
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isWord = (value: unknown): value is string => typeof value === 'string'
const isWordList = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isWord)
