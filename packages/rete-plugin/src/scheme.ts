import type { ClassicPreset, GetSchemes } from 'rete'
import type { AreaPlugin } from 'rete-area-plugin'
import type { ReactArea2D } from 'rete-react-plugin'

/**
 * The Rete scheme that this plugin works on: the classic one, so that a host may keep its own nodes beside ours. What is
 * not a `ManifestNode` is left alone.
 */
export type Scheme = GetSchemes<
  ClassicPreset.Node,
  ClassicPreset.Connection<ClassicPreset.Node, ClassicPreset.Node> & { isLoop?: boolean; isPseudo?: boolean }
>

/** The signals that a React area carries beside Rete's own. */
export type AreaSignals = ReactArea2D<Scheme>

/** The area of an editor that has this very scheme and no other plugins' signals. What takes any host's area takes a `HostArea`. */
export type FrameloomArea = AreaPlugin<Scheme, AreaSignals>
