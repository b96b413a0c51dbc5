import type { NodeManifest, PortManifest } from '@frameloom/graph'
import type { SocketEnd } from '@frameloom/rete-plugin'
import { fittingPort } from '../graph/port-of.js'
import { fuzzyScore } from './fuzzy.js'

export interface NodeQuery {
  readonly text: string
  /** Only node types with a port for this one. */
  readonly from?: { readonly end: SocketEnd; readonly port: PortManifest | undefined } | undefined
}

/** The node types that fit a query, the best first; all of them, by category, where nothing is asked. */
export function findNodes(manifests: Iterable<NodeManifest>, { text, from }: NodeQuery): readonly NodeManifest[] {
  const fitting = [...manifests].filter((manifest) => from === undefined || fittingPort(manifest, from.port, from.end))
  if (text.trim() === '') return fitting.toSorted(byCategory)
  return fitting
    .map((manifest) => ({ manifest, score: scoreOf(manifest, text) }))
    .filter(({ score }) => score > -Infinity)
    .toSorted((a, b) => b.score - a.score)
    .map(({ manifest }) => manifest)
}

/** As a pipeline is built, from the model to what is made of its frames. Categories of other packs follow by name. */
const CATEGORIES = ['Model', 'Memory', 'Sampling', 'Output', 'Compare']

function byCategory({ category: a }: NodeManifest, { category: b }: NodeManifest): number {
  const place = (category: string) => (CATEGORIES.includes(category) ? CATEGORIES.indexOf(category) : CATEGORIES.length)
  return place(a) - place(b) || a.localeCompare(b)
}

/** A hit in the title counts most, then category and type, then the kinds of value of its ports. */
function scoreOf({ title, category, type, inputs, outputs }: NodeManifest, text: string): number {
  const ports = [...inputs, ...outputs].map(({ socket }) => socket).join(' ')
  return Math.max(
    (fuzzyScore(text, title) ?? -Infinity) + 6,
    (fuzzyScore(text, `${category} ${type}`) ?? -Infinity) + 2,
    fuzzyScore(text, ports) ?? -Infinity,
  )
}
