import type { GraphDocument } from '@frameloom/graph'
import type { Point } from './edits.js'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Room for wires beside cards, and below them for what cards say while they work, as the row of a file that was saved. */
const GAP = { x: 56, y: 64 }
/** Between pipelines that no wire connects. */
const APART = 160
/** Width over height of a screen, about. */
const ASPECT = 1.6
const SWEEPS = 8

/**
 * Places for nodes: each pipeline by itself from left to right, every node in the column behind all it reads (longest path), within a
 * column ordered by the middle of its neighbours (barycentre, alternating sweeps). Sugiyama et al. 1981, without dummy nodes. Pipelines
 * that no wire connects lie side by side in rows, in the order of the document; what has no wire at all comes last.
 */
export function arranged(document: GraphDocument, sizeOf: (id: string) => Size): ReadonlyMap<string, Point> {
  const ids = [...new Set(document.nodes.map(({ id }) => String(id)))]
  const edges = document.wires
    .map(({ from, to }) => ({ from: String(from.node), to: String(to.node) }))
    .filter(({ from, to }) => ids.includes(from) && ids.includes(to))
  const pipelines = pipelinesOf(ids, edges).map((part): Pipeline => {
    const inside = edges.filter(({ from }) => part.has(from))
    const columns = ordered(columnsOf({ ids: [...part], edges: inside, sizeOf }), inside)
    const places = placed(columns, sizeOf)
    const edge = (side: 'x' | 'y', size: 'width' | 'height') =>
      Math.max(...[...places].map(([id, place]) => place[side] + sizeOf(id)[size]))
    return { places, width: edge('x', 'width'), height: edge('y', 'height') }
  })
  return inRows(pipelines)
}

interface Pipeline extends Size {
  /** From its upper left corner. */
  readonly places: ReadonlyMap<string, Point>
}

/** Nodes that wires connect, whichever way; those without any together. */
function pipelinesOf(ids: readonly string[], edges: readonly Edge[]): readonly ReadonlySet<string>[] {
  const neighbours = new Map(ids.map((id) => [id, new Set<string>()]))
  for (const { from, to } of edges) {
    neighbours.get(from)?.add(to)
    neighbours.get(to)?.add(from)
  }
  const lonely = ids.filter((id) => neighbours.get(id)?.size === 0)
  const reached = new Set(lonely)
  const pipelines: ReadonlySet<string>[] = []
  for (const id of ids) {
    if (reached.has(id)) continue
    const found = new Set([id])
    // A set is walked on to what is added meanwhile.
    for (const one of found) for (const next of neighbours.get(one) ?? []) found.add(next)
    for (const one of found) reached.add(one)
    pipelines.push(new Set(ids.filter((one) => found.has(one))))
  }
  return lonely.length === 0 ? pipelines : [...pipelines, new Set(lonely)]
}

/** Of all lengths that a row may have, that by which everything fits onto a screen the largest. */
function inRows(pipelines: readonly Pipeline[]): ReadonlyMap<string, Point> {
  const ends = pipelines.map((_, index) =>
    pipelines.slice(0, index + 1).reduce((sum, { width }) => sum + width + APART, 0),
  )
  const sheets = ends.map((end) => rowsOfLength(end, pipelines))
  const room = ({ width, height }: Pipeline) => Math.max(width / ASPECT, height)
  const [first, ...others] = sheets
  if (first === undefined) return new Map()
  return others.reduce((best, sheet) => (room(sheet) < room(best) ? sheet : best), first).places
}

function rowsOfLength(length: number, pipelines: readonly Pipeline[]): Pipeline {
  const places = new Map<string, Point>()
  const sheet = { places, width: 0, height: 0 }
  const row = { x: 0, y: 0 }
  for (const { places: inside, width, height } of pipelines) {
    if (row.x > 0 && row.x + width > length) Object.assign(row, { x: 0, y: sheet.height + APART })
    for (const [id, { x, y }] of inside) places.set(id, { x: row.x + x, y: row.y + y })
    sheet.width = Math.max(sheet.width, row.x + width)
    sheet.height = Math.max(sheet.height, row.y + height)
    row.x += width + APART
  }
  return sheet
}

interface Edge {
  readonly from: string
  readonly to: string
}

interface Unplaced {
  readonly ids: readonly string[]
  readonly edges: readonly Edge[]
  readonly sizeOf: (id: string) => Size
}

/**
 * Columns of nodes. What reads nothing goes into the lowest column left of its first reader, so that none grows tall; what has no
 * wire at all is spread over about as many columns as there are rows.
 */
function columnsOf({ ids, edges, sizeOf }: Unplaced): string[][] {
  const rank = longestPaths(ids, edges)
  const readers = new Map(ids.map((id) => [id, edges.filter(({ from }) => from === id)]))
  const fed = new Set(edges.map(({ to }) => to))
  const columns: string[][] = Array.from({ length: ids.length + 1 }, () => [])
  for (const id of ids) if (fed.has(id)) columns[rank.get(id) ?? 0]?.push(id)
  for (const id of ids) {
    if (fed.has(id)) continue
    const first = Math.min(ids.length, ...(readers.get(id) ?? []).map(({ to }) => rank.get(to) ?? 0))
    const lonely = readers.get(id)?.length === 0
    const choices = columns.slice(0, lonely ? Math.ceil(Math.sqrt(ids.length)) : Math.max(first, 1))
    const lower = (best: string[], column: string[]) => (height(column) < height(best) ? column : best)
    const lowest = lonely ? choices.reduce(lower) : choices.reduceRight(lower)
    lowest.push(id)
  }
  return columns.filter((column) => column.length > 0)

  function height(column: readonly string[]): number {
    return column.reduce((sum, id) => sum + sizeOf(id).height + GAP.y, 0)
  }
}

function longestPaths(ids: readonly string[], edges: readonly Edge[]): ReadonlyMap<string, number> {
  const rank = new Map(ids.map((id) => [id, 0]))
  for (let pass = 0; pass < ids.length; pass++) {
    let moved = false
    for (const { from, to } of edges) {
      const least = (rank.get(from) ?? 0) + 1
      if ((rank.get(to) ?? 0) >= least || least >= ids.length) continue
      rank.set(to, least)
      moved = true
    }
    if (!moved) break
  }
  return rank
}

function ordered(columns: readonly string[][], edges: readonly Edge[]): string[][] {
  const result = columns.map((column) => [...column])
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0
    const row = rowsOf(result)
    for (const column of forward ? result : result.toReversed()) {
      const middle = new Map(column.map((id) => [id, middleOf(id, { edges, row, forward })]))
      column.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0))
      column.forEach((id, index) => row.set(id, (index + 0.5) / column.length))
    }
  }
  return result
}

/** Relative height of every node in its column, from 0 to 1. */
function rowsOf(columns: readonly (readonly string[])[]): Map<string, number> {
  return new Map(columns.flatMap((column) => column.map((id, index) => [id, (index + 0.5) / column.length] as const)))
}

interface Neighbours {
  readonly edges: readonly Edge[]
  readonly row: ReadonlyMap<string, number>
  readonly forward: boolean
}

function middleOf(id: string, { edges, row, forward }: Neighbours): number {
  const neighbours = edges.flatMap(({ from, to }) => (forward ? (to === id ? [from] : []) : from === id ? [to] : []))
  if (neighbours.length === 0) return row.get(id) ?? 0
  return neighbours.reduce((sum, neighbour) => sum + (row.get(neighbour) ?? 0), 0) / neighbours.length
}

function placed(columns: readonly string[][], sizeOf: (id: string) => Size): Map<string, Point> {
  const heights = columns.map((column) => column.reduce((sum, id) => sum + sizeOf(id).height + GAP.y, -GAP.y))
  const tallest = Math.max(0, ...heights)
  const places = new Map<string, Point>()
  let x = 0
  for (const [index, column] of columns.entries()) {
    let y = (tallest - (heights[index] ?? 0)) / 2
    for (const id of column) {
      places.set(id, { x: Math.round(x), y: Math.round(y) })
      y += sizeOf(id).height + GAP.y
    }
    x += Math.max(...column.map((id) => sizeOf(id).width)) + GAP.x
  }
  return places
}
