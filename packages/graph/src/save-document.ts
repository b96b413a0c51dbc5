import type { GraphDocument } from './document.js'
import type { JsonValue } from './json.js'

const WIDTH = 120
/** Indentation from which on a value stands on one line, however long: its lines would hold more space than text. */
const DEEPEST = WIDTH / 2

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

/** A member that takes several lines is longer than the line that it did not fit into, so what holds it does not fit either. */
function written(value: JsonValue, indent: string): string {
  if (value === null || typeof value !== 'object' || indent.length >= DEEPEST) return canonicalJson(value)
  const inner = `${indent}  `
  const [open, close, members] = isArray(value)
    ? ['[', ']', value.map((element) => written(element, inner))]
    : ['{ ', ' }', orderedEntries(value).map(([key, member]) => `${JSON.stringify(key)}: ${written(member, inner)}`)]
  if (members.length === 0) return `${open.trim()}${close.trim()}`
  const width = members.reduce((sum, { length }) => sum + length + 2, open.length + close.length - 2)
  if (indent.length + width <= WIDTH) return `${open}${members.join(', ')}${close}`
  return `${open.trim()}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close.trim()}`
}

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)

function orderedEntries(value: { readonly [key: string]: JsonValue | undefined }): [string, JsonValue][] {
  return Object.entries(value)
    .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
    .sort(([a], [b]) => (rank.get(a) ?? FIRST.length) - (rank.get(b) ?? FIRST.length) || (a < b ? -1 : 1))
}
