import { type Catalog, createCatalog } from '@frameloom/graph'
import { pack as compare } from '@frameloom/nodes-compare'
import { pack as memory } from '@frameloom/nodes-memory'
import { pack as model } from '@frameloom/nodes-model'
import { pack as output } from '@frameloom/nodes-output'
import { pack as sampling } from '@frameloom/nodes-sampling'

/** The packs that come with the project. */
export const bundledPacks = [model, memory, sampling, output, compare] as const

/** The node types of the packs that come with the project. */
export const bundledCatalog = (): Catalog => createCatalog(bundledPacks)
