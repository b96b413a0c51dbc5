import type { Studio } from './studio.js'

/** What a node on the canvas is called, as no other is. */
export const titleOf = ({ graph, titles }: Pick<Studio, 'graph' | 'titles'>, id: string): string =>
  titles.of(id, graph.document)
