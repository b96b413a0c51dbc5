import { tensorOf } from '@frameloom/tensor'
import { expect, test } from 'vitest'
import { promptTable } from './prompt-table.js'
import { parseVocabulary } from './vocabulary.js'

const json = {
  words: { red: 0, blue: 1, ball: 2, box: 3 },
  attributes: { colour: ['red', 'blue'], shape: ['ball', 'box'] },
  synonyms: { scarlet: 'red', cube: 'box' },
  defaults: { colour: 'blue' },
}
const vocabulary = parseVocabulary(json, { place: 'words.json', rows: 4 })
const table = tensorOf('f32', [4, 2], Float32Array.of(1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5))
const encoder = promptTable({ name: 'toy', vocabulary, table, textLength: 3 })
const rowsOf = async (text: string) => [...(await encoder.encode(text)).rows]

test('gives the rows of the words, zero rows behind them', async () => {
  expect(await rowsOf('red ball')).toEqual([1, 1.5, 3, 3.5, 0, 0])
})

test.each(['ball red', 'A Scarlet, BALL!', 'red the ball', 'blue red ball'])('reads "%s" as red ball', async (text) => {
  expect(await rowsOf(text)).toEqual([1, 1.5, 3, 3.5, 0, 0])
})

test('takes the default of what is not named, and nothing where there is none', async () => {
  expect(await rowsOf('')).toEqual([2, 2.5, 0, 0, 0, 0])
  expect(await rowsOf('a cube')).toEqual([2, 2.5, 4, 4.5, 0, 0])
})

test('reports unknown words in their order, each once, as they were written', async () => {
  const { unknownWords, text } = await encoder.encode('a Größe red zebra, zebra toString')
  expect(unknownWords).toEqual(['Größe', 'zebra', 'toString'])
  expect(text).toBe('a Größe red zebra, zebra toString')
})

test('refuses a vocabulary that does not fit itself or its table, all problems at once', () => {
  const broken = { ...json, attributes: { colour: ['green'] }, synonyms: { cube: 'cuboid' }, defaults: { size: 'red' } }
  expect(() => parseVocabulary(broken, { place: 'words.json', rows: 4 })).toThrow(
    'words.json is not a vocabulary for a table of 4 rows: a word of colour is "green", which is not one of the words; ' +
      'the meaning of "cube" is "cuboid", which is not one of the words; the default of size is "red", which is not one of its words.',
  )
  expect(() => parseVocabulary(json, { place: 'words.json', rows: 3 })).toThrow(/words is missing or not of its form/)
  expect(() => parseVocabulary(null, { place: 'words.json', rows: 3 })).toThrow(/attributes is missing/)
})

test('refuses a vocabulary with more attributes than the model reads words', () => {
  expect(() => promptTable({ name: 'toy', vocabulary, table, textLength: 1 })).toThrow(
    /2 attributes, but the model reads 1 words/,
  )
})
