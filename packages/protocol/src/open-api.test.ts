import { describe, expect, test } from 'vitest'
import { openApiDocument } from './open-api.js'
import { routes } from './routes.js'

const document = openApiDocument()
const { schemas } = document['components'] as { schemas: Record<string, unknown> }

describe('the OpenAPI document', () => {
  test('describes every route once', () => {
    const operations = Object.values(document['paths'] as Record<string, Record<string, { operationId: string }>>)
    const ids = operations.flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
    expect(ids.toSorted()).toEqual(Object.keys(routes).toSorted())
  })

  test('refers only to schemas that it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target)
    expect(references.length).toBeGreaterThan(50)
    const missing = references.filter((target) => {
      const [, name = ''] = /^#\/components\/schemas\/([^/]+)$/.exec(target) ?? []
      return !Object.hasOwn(schemas, name)
    })
    expect(missing).toEqual([])
  })

  test('names the shapes that several routes share', () => {
    expect(JSON.stringify(document['paths'])).toContain('"#/components/schemas/RunView"')
    expect(schemas).toHaveProperty('GraphDocument.properties.nodes')
    expect(schemas).toHaveProperty('ErrorBody.properties.error')
  })

  test('states every refusal with the status that the server answers with', () => {
    expect(document).toHaveProperty(['paths', '/api/documents/{id}', 'put', 'responses', '409', 'description'])
    expect(document).toHaveProperty(['paths', '/api/runs', 'post', 'responses', '422'])
    expect(document).toHaveProperty(['paths', '/api/runs', 'post', 'responses', '421'])
  })
})
