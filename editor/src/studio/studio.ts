import type { NodeManifest } from '@frameloom/graph'
import type { StoreApi } from 'zustand/vanilla'
import { OpenCards } from '../card/open-cards.js'
import { GraphStore } from '../graph/graph-store.js'
import { IssueList } from '../graph/issue-list.js'
import { NodeTitles } from '../graph/node-titles.js'
import { Selection } from '../graph/selection.js'
import { Uploads } from '../inputs/uploads.js'
import { MemoryAlbum } from '../insight/memory-album.js'
import { Library } from '../library/library.js'
import { FrameScreen } from '../run/frame-screen.js'
import { LiveSync } from '../run/live-sync.js'
import { RunChannel } from '../run/run-channel.js'
import { RunList } from '../run/run-list.js'
import type { StudioSocket } from '../run/studio-socket.js'
import { UnsentEdits } from '../run/unsent-edits.js'
import type { Kept } from '../ui/kept.js'
import type { CanvasFace } from './canvas-face.js'
import { followOpened } from './follow-run.js'
import { Notices } from './notices.js'
import { type UiState, uiStore } from './ui-state.js'

/** What the browser keeps over a reload. */
export interface KeptTexts {
  /** For this tab alone. */
  readonly tab: Kept
  /** For all tabs. */
  readonly browser: Kept
}

/** Everything that the page knows and can do, in one place; made once, handed to components by context. */
export interface Studio {
  readonly manifests: ReadonlyMap<string, NodeManifest>
  readonly graph: GraphStore
  readonly titles: NodeTitles
  readonly selection: Selection
  readonly issues: IssueList
  readonly library: Library
  readonly uploads: Uploads
  readonly run: RunChannel
  readonly live: LiveSync
  readonly runs: RunList
  readonly screen: FrameScreen
  readonly album: MemoryAlbum
  readonly cards: OpenCards
  readonly notices: Notices
  readonly kept: KeptTexts
  readonly ui: StoreApi<UiState>
  /** Where the canvas is, while it is on the page. */
  readonly stage: { canvas: CanvasFace | undefined }
}

export interface StudioOptions {
  readonly nodes: readonly NodeManifest[]
  readonly socket: StudioSocket
  readonly kept: KeptTexts
}

export function createStudio({ nodes, socket, kept }: StudioOptions): Studio {
  const manifests = new Map(nodes.map((manifest) => [manifest.type, manifest]))
  const graph = new GraphStore()
  const selection = new Selection(graph)
  const notices = new Notices()
  const screen = new FrameScreen()
  const run = new RunChannel({ socket, screen, refused: (message) => notices.say(message, 'error') })
  const issues = new IssueList(graph, (cause) => notices.fail(cause))
  // Before anything else that hears of another document could tell the run of it.
  graph.store.subscribe(({ opened }, before) => {
    if (opened !== before.opened) followOpened(studio)
  })
  const studio: Studio = {
    manifests,
    graph,
    titles: new NodeTitles(manifests),
    selection,
    issues,
    library: new Library(graph),
    uploads: new Uploads({ graph, manifests, issues, notices }),
    run,
    live: new LiveSync({ graph, run, manifests, edits: new UnsentEdits(kept.tab) }),
    runs: new RunList(socket, (cause) => notices.fail(cause)),
    screen,
    album: new MemoryAlbum({ graph, run, screen }),
    cards: new OpenCards(manifests),
    notices,
    kept,
    ui: uiStore(),
    stage: { canvas: undefined },
  }
  return studio
}
