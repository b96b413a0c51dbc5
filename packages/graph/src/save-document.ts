import type { GraphDocument } from './document.js'
import type { JsonValue } from './json.js'

const WIDTH = 120

/** These keys come first, in this order, wherever they stand; all others follow in the order of their code units. */
const FIRST = [
  'format',
  'formatVersion',
  'id',
  'meta',
  'type',
  'version',
  'title',
  'params',
  'position',
  'nodes',
  'wires',
  'from',
  'to',
  'chunk',
  'node',
  'port',
  'param',
  'value',
]
const rank = new Map(FIRST.map((key, index) => [key, index]))

/**
 * The canonical text of a document: one text for one graph, whatever the order in which it was built, and one line per
 * wire and per small object, so that a change in the editor is a small change in version control.
 */
export function saveDocument(document: GraphDocument): string {
  return `${written(document as JsonValue, '')}\n`
}

/** JSON on one line, keys in canonical order: equal values have equal texts. */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isArray(value)) return value.length === 0 ? '[]' : `[${value.map(canonicalJson).join(', ')}]`
  const members = orderedEntries(value).map(([key, member]) => `${JSON.stringify(key)}: ${canonicalJson(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function written(value: JsonValue, indent: string): string {
  const line = canonicalJson(value)
  if (value === null || typeof value !== 'object' || indent.length + line.length <= WIDTH) return line
  const inner = `${indent}  `
  const [open, close, lines] = isArray(value)
    ? ['[', ']', value.map((element) => `${inner}${written(element, inner)}`)]
    : [
        '{',
        '}',
        orderedEntries(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${written(member, inner)}`),
      ]
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

function orderedEntries(value: { readonly [key: string]: JsonValue | undefined }): [string, JsonValue][] {
  return Object.entries(value)
    .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
    .sort(([a], [b]) => (rank.get(a) ?? FIRST.length) - (rank.get(b) ?? FIRST.length) || (a < b ? -1 : 1))
}
