import type { PromptEmbedding, PromptEncoder } from '@frameloom/diffusion'
import type { Tensor } from '@frameloom/tensor'
import { WanError } from '../wan-error.js'
import { meaning } from './prompt-meaning.js'
import type { Vocabulary } from './vocabulary.js'

interface PromptTableParts {
  readonly name: string
  readonly vocabulary: Vocabulary
  /** One row per word, [words, text dim]. */
  readonly table: Tensor<'f32'>
  /** Rows of a prompt embedding. */
  readonly textLength: number
}

/**
 * An encoder of prompts for a model with a closed vocabulary: each word becomes a row of a constant table. Order, case
 * and
 * punctuation do not matter; of two words for one attribute the last counts; an attribute that is not named takes its
 * default.
 * @throws WanError `size-mismatch` where a prompt of all attributes has more rows than the model reads
 */
export function promptTable({ name, vocabulary, table, textLength }: PromptTableParts): PromptEncoder {
  const [, textDim = 0] = table.shape
  const attributes = Object.entries(vocabulary.attributes)
  if (attributes.length > textLength) {
    throw new WanError(
      'size-mismatch',
      `The vocabulary of ${name} has ${attributes.length} attributes, but the model reads ${textLength} words: give the vocabulary that belongs to it.`,
    )
  }
  return {
    name,
    async encode(text): Promise<PromptEmbedding> {
      const { words, unknownWords } = meaning(text, vocabulary)
      const rows = new Float32Array(textLength * textDim)
      let row = 0
      for (const [attribute] of attributes) {
        const word = words[attribute]
        const from = word === undefined ? undefined : vocabulary.words[word]
        if (from === undefined) continue
        rows.set(table.data.subarray(from * textDim, (from + 1) * textDim), row * textDim)
        row += 1
      }
      return { text, rows, unknownWords }
    },
  }
}
