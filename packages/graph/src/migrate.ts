import { DOCUMENT_FORMAT, type DocumentNode, FORMAT_VERSION } from './document.js'
import type { Checked, GraphIssue } from './issue.js'
import type { JsonObject, JsonValue } from './json.js'
import type { NodeDefinition } from './node.js'
import { pointer } from './pointer.js'

/** One named step from `formatVersion` `to - 1` to `to`. Pure; keeps what it does not know. */
export interface DocumentMigration {
  readonly to: number
  readonly name: string
  migrate(document: JsonObject): JsonObject
}

/** Every step since version 1, in order. Version 1 is the first, so there is none yet. */
const documentMigrations: readonly DocumentMigration[] = []

/** Brings a document to the newest format; refuses what is none, and what is newer than this program. */
export function migrateDocument(
  input: JsonValue,
  steps: readonly DocumentMigration[] = documentMigrations,
): Checked<{ readonly document: JsonObject }> {
  const newest = steps.at(-1)?.to ?? FORMAT_VERSION
  if (!isObject(input) || input['format'] !== DOCUMENT_FORMAT) {
    return refused(
      'wrong-format',
      '/format',
      `The file is not a graph: expected an object with "format": "${DOCUMENT_FORMAT}". Open a *.frameloom.json file.`,
    )
  }
  const version = input['formatVersion']
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return refused(
      'wrong-format',
      '/formatVersion',
      `formatVersion is ${JSON.stringify(version)}; expected an integer from 1 to ${newest}. Save the graph again.`,
    )
  }
  if (version > newest) {
    return refused(
      'newer-format',
      '/formatVersion',
      `The document has formatVersion ${version}, but this program reads up to ${newest}. Update Frameloom.`,
    )
  }
  let document: JsonObject = input
  for (const step of steps.filter(({ to }) => to > version)) {
    document = { ...step.migrate(document), formatVersion: step.to }
  }
  return { ok: true, document }
}

export interface NodeToMigrate {
  readonly node: DocumentNode
  /** Place of the node in the document, for issues. */
  readonly index: number
  readonly definition: NodeDefinition
}

/** Brings a node's parameters to the version of its installed type. */
export function migrateNode({ node, index, definition }: NodeToMigrate): Checked<{ readonly node: DocumentNode }> {
  if (node.version === definition.version) return { ok: true, node }
  const place = { path: pointer('nodes', index, 'version'), node: node.id }
  if (node.version > definition.version) {
    const message = `Node '${node.id}' was saved by version ${node.version} of '${node.type}', but version ${definition.version} is installed. Update its pack.`
    return { ok: false, issues: [{ ...place, code: 'newer-node-version', message }] }
  }
  let params: JsonObject = node.params ?? {}
  for (const step of (definition.migrations ?? []).filter(({ to }) => to > node.version)) {
    try {
      params = step.migrate(params)
    } catch (cause) {
      const message = `Node '${node.id}' of version ${node.version} cannot take the step '${step.name}' to version ${step.to}: ${String(cause)}. Reset its parameters.`
      return { ok: false, issues: [{ ...place, code: 'migration-failed', message }] }
    }
  }
  return { ok: true, node: { ...node, version: definition.version, params } }
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const refused = (code: GraphIssue['code'], path: string, message: string) => ({
  ok: false as const,
  issues: [{ code, path, message }],
})
