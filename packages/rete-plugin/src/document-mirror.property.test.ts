// @vitest-environment happy-dom
import { saveDocument } from '@frameloom/graph'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentOf, openEditor } from './editor.fixture.js'

test('nothing is lost on the way through the editor, whatever the document holds', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'model', 'frames', 'in', 'out', 'x')
  const end = fc.record({ node: name, port: name })
  const point = fc.record({ x: fc.integer(), y: fc.integer(), mood: fc.string() })
  const node = fc.record({
    id: name,
    type: fc.constantFrom('test/source', 'test/filter', 'test/end', 'not/installed'),
    version: fc.constant(1),
    params: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<string>),
    note: fc.string(),
    position: fc.record({ x: fc.integer(), y: fc.integer() }),
  })
  const parts = fc.record({
    nodes: fc.array(node, { maxLength: 6 }),
    wires: fc.array(fc.record({ from: end, to: end, color: fc.string(), points: fc.array(point, { maxLength: 3 }) }), {
      maxLength: 8,
    }),
    extensions: fc.record({ theirs: fc.string() }),
  })
  await fc.assert(
    fc.asyncProperty(parts, parts, async (first, second) => {
      const { mirror, heard } = openEditor()
      await mirror.show(documentOf(first))
      const document = documentOf(second)
      const text = saveDocument(document)
      await mirror.show(document)
      expect(saveDocument(mirror.document)).toBe(text)
      expect(heard).toEqual([])
    }),
    { numRuns: 60 },
  )
})
