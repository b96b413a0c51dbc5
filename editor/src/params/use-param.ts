import type { JsonValue } from '@frameloom/graph'
import { useRef } from 'react'
import { useStore } from 'zustand'
import { resetParam, setParam } from '../graph/edits.js'
import { useStudio } from '../studio/studio-context.js'
import type { Field } from './field.js'

export interface Param<T extends JsonValue = JsonValue> {
  readonly value: T
  /** Sets the value; all settings since `begin` are one step of the history. */
  readonly set: (value: JsonValue) => void
  /** A new gesture begins: the field got the focus, or the pointer was pressed on it. */
  readonly begin: () => void
}

/** A parameter of a node. */
export interface NodeParam extends Param {
  readonly isDefault: boolean
  /** Takes it back to its default. */
  readonly reset: () => void
}

/** A parameter of a node as a field reads and writes it. */
export function useParam(node: string, field: Field): NodeParam {
  const { graph } = useStudio()
  const written = useStore(graph.store, ({ nodes }) => nodes.get(node)?.params?.[field.name])
  const gesture = useRef('')
  const begin = () => {
    gesture.current = crypto.randomUUID()
  }
  const set = (value: JsonValue) => {
    if (gesture.current === '') begin()
    graph.edit(setParam(node, field.name, value), `${node} ${field.name} ${gesture.current}`)
  }
  const reset = () => graph.edit(resetParam(node, field.name))
  const value = (written ?? field.fallback) as JsonValue
  return { value, set, begin, isDefault: JSON.stringify(value) === JSON.stringify(field.fallback), reset }
}

/** A value as a text field shows it. */
export const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value))
