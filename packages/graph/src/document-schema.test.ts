import { expect, test } from 'vitest'
import { z } from 'zod'
import { catalog, sound } from './arithmetic.fixture.js'
import { documentJsonSchema } from './document-schema.js'

test('the schema knows the parameters of installed types and leaves other types alone', () => {
  const schema = JSON.stringify(documentJsonSchema(catalog))
  expect(schema).toContain('"type":{"const":"test/counter"}')
  expect(schema).toContain('"maximum":1000')
  const shapes = documentJsonSchema()
  expect(z.fromJSONSchema(shapes).safeParse(sound).success).toBe(true)
  expect(z.fromJSONSchema(shapes).safeParse({ ...sound, nodes: [{ id: 'a' }] }).success).toBe(false)
})
