import type { DocumentNode, NodeManifest } from '@frameloom/graph'

type Nodes = readonly DocumentNode[]

/**
 * What the nodes of a document are called: their own title, that of their type, or the type. Of several with one title the second is
 * called `Title 2`, and so on, so that they can be told apart in lists.
 */
export class NodeTitles {
  readonly #manifests: ReadonlyMap<string, NodeManifest>
  #known: { readonly nodes: Nodes; readonly titles: ReadonlyMap<string, string> } | undefined

  constructor(manifests: ReadonlyMap<string, NodeManifest>) {
    this.#manifests = manifests
  }

  /** The id where the document has no such node. */
  of(id: string, { nodes }: { readonly nodes: Nodes }): string {
    if (this.#known?.nodes !== nodes) this.#known = { nodes, titles: this.#numbered(nodes) }
    return this.#known.titles.get(id) ?? id
  }

  #numbered(nodes: Nodes): ReadonlyMap<string, string> {
    const plain = nodes.map((node) => [node.id, this.#plain(node)] as const)
    const taken = new Set(plain.map(([, title]) => title))
    const titles = new Map<string, string>()
    const counts = new Map<string, number>()
    for (const [id, title] of plain) {
      const before = counts.get(title) ?? 0
      let number = before + 1
      // A node may be called so by itself.
      while (number > 1 && taken.has(`${title} ${number}`)) number++
      counts.set(title, number)
      if (!titles.has(id)) titles.set(id, number === 1 ? title : `${title} ${number}`)
    }
    return titles
  }

  #plain({ title, type }: DocumentNode): string {
    return title ?? this.#manifests.get(type)?.title ?? type
  }
}
