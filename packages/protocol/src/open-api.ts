import { graphDocument, graphIssue, nodeManifest } from '@frameloom/graph'
import { z } from 'zod'
import { type ErrorCode, errorBody, errorStatus } from './api-error.js'
import { documentSummary, savedDocument } from './document-routes.js'
import { inputFile } from './input-routes.js'
import { commonErrors, type Route } from './route.js'
import { routes } from './routes.js'
import { runSummary, runView } from './run-view.js'
import { PROTOCOL_VERSION } from './version.js'

type Json = Record<string, unknown>

const named: Readonly<Record<string, z.ZodType>> = {
  GraphDocument: graphDocument,
  GraphIssue: graphIssue,
  NodeManifest: nodeManifest,
  DocumentSummary: documentSummary,
  SavedDocument: savedDocument,
  InputFile: inputFile,
  RunSummary: runSummary,
  RunView: runView,
  ErrorBody: errorBody,
}

/** All routes as an OpenAPI 3.1 document, derived from the schemas that the server checks with. */
export function openApiDocument(): Json {
  const components: Json = {}
  const schemaOf = schemas(components)
  const paths: Record<string, Json> = {}
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, schemaOf) }
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'Frameloom studio', version: `${PROTOCOL_VERSION}.0.0`, license: { name: 'Apache-2.0' } },
    paths,
    components: { schemas: components },
  }
}

type SchemaOf = (schema: z.ZodType, io: 'input' | 'output') => Json

/** Schemas by reference where they have a name; the definitions inside of them move to `components`. */
function schemas(components: Json): SchemaOf {
  let hoisted = 0
  const converted: SchemaOf = (schema, io) => {
    const { $schema: _dialect, $defs = {}, ...json } = z.toJSONSchema(schema, { io, override: referToNamed(schema) })
    const prefix = `Part${hoisted++}`
    const moved = <T>(part: T): T =>
      JSON.parse(JSON.stringify(part).replaceAll('"#/$defs/', `"#/components/schemas/${prefix}`)) as T
    for (const [key, definition] of Object.entries($defs)) components[`${prefix}${key}`] = moved(definition)
    return moved(json)
  }
  for (const [name, schema] of Object.entries(named)) components[name] = converted(schema, 'output')
  return (schema, io) => {
    const name = Object.keys(named).find((key) => named[key] === schema)
    return name === undefined ? converted(schema, io) : { $ref: reference(name) }
  }
}

const reference = (name: string): string => `#/components/schemas/${name}`

/** Replaces what has a name by a reference to it, except at the root. */
function referToNamed(root: z.ZodType) {
  return ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }): void => {
    const name = Object.keys(named).find((key) => named[key] === zodSchema)
    if (name === undefined || named[name] === root) return
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
    jsonSchema['$ref'] = reference(name)
  }
}

function operation(name: string, route: Route, schemaOf: SchemaOf): Json {
  const { body, upload, query, reply, download, status, errors = [], summary, path } = route
  const parameters = [
    ...Array.from(path.matchAll(/:(\w+)/g), ([, key]) => ({
      name: key,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query?.shape ?? {}).map(([key, schema]) => ({
      name: key,
      in: 'query',
      schema: schemaOf(schema as z.ZodType, 'output'),
    })),
  ]
  const content =
    body === undefined ? upload && { [upload]: {} } : { 'application/json': { schema: schemaOf(body, 'input') } }
  return {
    operationId: name,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(content && { requestBody: { required: true, content } }),
    responses: {
      [status]: {
        description: summary,
        ...(reply && { content: { 'application/json': { schema: schemaOf(reply, 'output') } } }),
        ...(download !== undefined && { content: { [download]: {} } }),
      },
      ...refusals([...commonErrors, ...errors]),
    },
  }
}

function refusals(codes: readonly ErrorCode[]): Json {
  return Object.fromEntries(
    Array.from(byStatus(codes), ([status, of]) => [
      status,
      {
        description: of.join(', '),
        content: { 'application/json': { schema: { $ref: reference('ErrorBody') } } },
      },
    ]),
  )
}

function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>()
  for (const code of codes) groups.set(errorStatus[code], [...(groups.get(errorStatus[code]) ?? []), code])
  return groups
}
