import type { SocketEnd } from '@frameloom/rete-plugin'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Point } from '../graph/edits.js'

export type PanelName = 'nodes' | 'library' | 'runs' | 'outline' | 'timeline' | 'problems'

/** The search for a node to add. */
export interface PaletteRequest {
  /** Where it opens, in pixels of the window. */
  readonly at: Point
  /** Where the node goes, in pixels of the canvas. */
  readonly place: Point
  /** The port that the new node is to be wired to. */
  readonly from?: SocketEnd
}

/** The menu of a node, of a wire, of a reroute point, or of the canvas. */
export interface MenuRequest {
  /** Pixels of the window. */
  readonly at: Point
  readonly on: 'node' | 'wire' | 'point' | 'canvas'
}

export type Dialog =
  | { readonly kind: 'help' }
  | { readonly kind: 'connect'; readonly node: string }
  | { readonly kind: 'inspect'; readonly node: string }
  | { readonly kind: 'viewer'; readonly node: string }
  | { readonly kind: 'video'; readonly run: string; readonly name: string }

export interface UiState {
  readonly panel: PanelName | undefined
  readonly palette: PaletteRequest | undefined
  readonly dialog: Dialog | undefined
  readonly menu: MenuRequest | undefined
  /** The node whose title is being changed on its card. */
  readonly renaming: string | undefined
  /** The node over which files are held that it would take. */
  readonly filesOver: string | undefined
  /** A file is held over the page. */
  readonly fileOver: boolean
  /** A run is being asked for. */
  readonly starting: boolean
}

/** Pixels from which on the list of nodes is open from the start. */
const WIDE = 1500

export const uiStore = (): StoreApi<UiState> =>
  createStore(() => ({
    panel: innerWidth >= WIDE ? ('nodes' as const) : undefined,
    palette: undefined,
    dialog: undefined,
    menu: undefined,
    renaming: undefined,
    filesOver: undefined,
    fileOver: false,
    starting: false,
  }))
