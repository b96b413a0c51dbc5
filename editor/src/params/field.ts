import type { FileKind, JsonValue, NodeManifest } from '@frameloom/graph'

/** How a parameter is shown, derived from its JSON Schema. */
export type FieldKind =
  | { readonly kind: 'slider'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly step: number }
  | { readonly kind: 'seed' }
  | { readonly kind: 'select'; readonly options: readonly string[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'text'; readonly multiline: boolean }
  | { readonly kind: 'files'; readonly files: readonly FileKind[] }
  | { readonly kind: 'numbers' }
  | { readonly kind: 'json' }

export interface Field {
  readonly name: string
  readonly label: string
  readonly help: string
  /** Behind the number; none where the label says it. */
  readonly unit: string | undefined
  /** What stands behind 0 in place of the unit. */
  readonly zero: string | undefined
  /** May change while the video plays. */
  readonly live: boolean
  /** Folded away until asked for. */
  readonly advanced: boolean
  readonly fallback: JsonValue
  readonly face: FieldKind
}

type Property = Readonly<Record<string, unknown>>

/** The fields of a node type, in the order in which it declares its parameters. */
export function fieldsOf(manifest: NodeManifest): readonly Field[] {
  const properties = manifest.params['properties']
  if (properties === undefined || properties === null || typeof properties !== 'object') return []
  return Object.entries(properties as Record<string, Property>).map(([name, property]) => {
    const label = text(property['title']) ?? name
    const unit = text(property['unit'])
    return {
      name,
      label,
      help: text(property['description']) ?? '',
      unit: unit?.toLowerCase() === label.toLowerCase() ? undefined : unit,
      zero: text(property['zero']),
      live: property['live'] === true,
      advanced: property['advanced'] === true,
      fallback: (property['default'] ?? null) as JsonValue,
      face: faceOf(property),
    }
  })
}

/** A slider is of use only where its steps can be hit with a mouse. */
const MOST_SLIDER_STEPS = 128

function faceOf(property: Property): FieldKind {
  if (property['role'] === 'seed') return { kind: 'seed' }
  // The manifest's schema lets any value through here; what it holds is what the definition's type demands.
  if (Array.isArray(property['files'])) return { kind: 'files', files: property['files'] as readonly FileKind[] }
  if (Array.isArray(property['enum'])) return { kind: 'select', options: property['enum'].map(String) }
  switch (property['type']) {
    case 'boolean':
      return { kind: 'switch' }
    case 'string':
      return { kind: 'text', multiline: property['multiline'] === true }
    case 'integer':
    case 'number':
      return numberFace(property)
    case 'array':
      return isNumberList(property['items']) ? { kind: 'numbers' } : { kind: 'json' }
    default:
      return { kind: 'json' }
  }
}

function numberFace(property: Property): FieldKind {
  const [min, max] = [bound(property['minimum']), bound(property['maximum'])]
  const whole = property['type'] === 'integer'
  const span = (max ?? Infinity) - (min ?? -Infinity)
  const step = whole ? 1 : span <= 1 ? 0.001 : span <= 10 ? 0.01 : 0.1
  if (min !== undefined && max !== undefined && (whole ? span <= MOST_SLIDER_STEPS : span <= 100)) {
    return { kind: 'slider', min, max, step }
  }
  return { kind: 'number', step, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

/** The bounds that JSON Schema writes for every safe integer are none. */
const bound = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const isNumberList = (items: unknown): boolean =>
  typeof items === 'object' &&
  items !== null &&
  'type' in items &&
  (items.type === 'integer' || items.type === 'number')
