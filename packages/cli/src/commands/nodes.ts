import type { Command } from 'commander'
import { packOption } from '../pack-option.js'
import type { Terminal } from '../terminal.js'

interface NodesOptions {
  readonly pack: readonly string[]
  readonly json: boolean
  readonly schema: boolean
  readonly markdown: boolean
}

/** `frameloom nodes`: the node types at hand. */
export function defineNodes(program: Command, terminal: Terminal): void {
  program
    .command('nodes')
    .summary('list the node types')
    .description('Lists the node types that a document may use, with their ports and parameters.')
    .addOption(packOption())
    .option('--json', 'their manifests, as one JSON array', false)
    .option('--schema', 'the JSON Schema of documents with these nodes', false)
    .option('--markdown', 'the reference page', false)
    .addHelpText('after', EXAMPLE)
    .action((options: NodesOptions) => nodes(options, terminal))
}

const EXAMPLE = `
Example:
  frameloom nodes
  frameloom nodes --markdown > nodes/REFERENCE.md
`

async function nodes({ pack, json, schema, markdown }: NodesOptions, { out }: Terminal): Promise<void> {
  const { loadCatalog } = await import('@frameloom/host')
  const catalog = await loadCatalog(pack)
  const manifests = [...catalog.values()].map(({ manifest }) => manifest)
  if (json) return out.json(manifests)
  if (schema) {
    const { documentJsonSchema } = await import('@frameloom/graph')
    return out.json(documentJsonSchema(catalog))
  }
  if (markdown) {
    const { nodeReference } = await import('../node-reference.js')
    return out.text(nodeReference(catalog))
  }
  for (const { type, title, inputs, outputs, params } of manifests) {
    await out.line(`${type.padEnd(32)}${title}`)
    await out.line(`    in   ${inputs.map(({ name, optional }) => (optional ? `${name}?` : name)).join(', ') || '-'}`)
    await out.line(`    out  ${outputs.map(({ name }) => name).join(', ') || '-'}`)
    await out.line(`    set  ${Object.keys(params['properties'] ?? {}).join(', ') || '-'}`)
  }
}
