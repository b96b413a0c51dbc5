import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeManifest } from '@frameloom/graph'
import { z } from 'zod'

/** The manifests of Frameloom's own packs as `frameloom nodes --json` printed them. */
export const manifests = z
  .array(nodeManifest)
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'nodes.json'), 'utf8')))
