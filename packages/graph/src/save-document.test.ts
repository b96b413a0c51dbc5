import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sound, variant } from './arithmetic.fixture.js'
import type { GraphDocument } from './document.js'
import type { JsonValue } from './json.js'
import { loadDocument } from './load-document.js'
import { canonicalJson, saveDocument } from './save-document.js'

function load(text: string): GraphDocument {
  const loaded = loadDocument(text)
  if (!loaded.ok) throw new Error(loaded.issues[0]?.message ?? 'refused')
  return loaded.document
}

/** JSON text with its keys in any order and any key at all, `__proto__` included. */
const jsonTexts = fc.json({ maxDepth: 4 })
const keys = fc.oneof(fc.constantFrom('__proto__', 'constructor', '10', '9'), fc.string())

test('loading and saving keeps every unknown field, node type and parameter, byte for byte', () => {
  fc.assert(
    fc.property(fc.dictionary(keys, jsonTexts), jsonTexts, (unknown, value) => {
      const fields = Object.entries(unknown)
        .map(([key, text]) => `,${JSON.stringify(`x-${key}`)}:${text}`)
        .join('')
      const text = `{"format":"frameloom-graph","formatVersion":1,"wires":[],"nodes":[{"id":"a","type":"acme/unknown","version":7,"params":{"__proto__":${value},"b":${value}},"extra":${value}}],"extensions":{"__proto__":${value}}${fields}}`
      const saved = saveDocument(load(text))
      expect(saveDocument(load(saved))).toBe(saved)
      expect(canonicalJson(JSON.parse(saved))).toBe(canonicalJson(JSON.parse(text)))
      expect(JSON.parse(saved)).toEqual(JSON.parse(text))
    }),
    { numRuns: 1000 },
  )
})

test('one graph has one text, however its keys were ordered', () => {
  const reversed = Object.fromEntries(Object.entries(sound).reverse())
  expect(saveDocument(load(JSON.stringify(reversed)))).toBe(saveDocument(load(JSON.stringify(sound))))
})

test('a large value deep within others is one line, where lines of its own would be mostly space', () => {
  let deep: JsonValue = Array.from({ length: 50_000 }, () => 0)
  for (let level = 0; level < 90; level++) deep = { a: deep }
  const document = load(JSON.stringify(variant({ extensions: deep })))
  const text = saveDocument(document)
  // Three characters each, where a line of its own at that depth would take 190.
  expect(text.length).toBeLessThan(200_000)
  expect(saveDocument(load(text))).toBe(text)
})

test('a wire, and a parameter of a larger node, is one line', () => {
  const prompt = 'a fox runs through the snow, seen from the side, while the sun goes down behind the hills'
  const nodes = [
    { id: 'p', type: 'acme/prompt', version: 1, params: { text: prompt, strength: 1 }, position: { x: 0, y: 80 } },
  ]
  expect(saveDocument(load(JSON.stringify(variant({ nodes }))))).toBe(`{
  "format": "frameloom-graph",
  "formatVersion": 1,
  "nodes": [
    { "id": "one", "type": "test/constant", "version": 1, "params": { "amount": 1 } },
    { "id": "sum", "type": "test/sum", "version": 1, "params": {} },
    { "id": "counter", "type": "test/counter", "version": 3, "params": { "chunks": 4 } },
    { "id": "printer", "type": "test/printer", "version": 1 },
    {
      "id": "p",
      "type": "acme/prompt",
      "version": 1,
      "params": {
        "strength": 1,
        "text": "${prompt}"
      },
      "position": { "x": 0, "y": 80 }
    }
  ],
  "wires": [
    { "from": { "node": "one", "port": "value" }, "to": { "node": "sum", "port": "left" } },
    { "from": { "node": "sum", "port": "value" }, "to": { "node": "counter", "port": "step" } },
    { "from": { "node": "counter", "port": "numbers" }, "to": { "node": "printer", "port": "numbers" } }
  ]
}
`)
})
