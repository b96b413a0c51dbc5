import { type GraphIssue, type PortManifest, whyNotConnect } from '@frameloom/graph'
import { ClassicPreset } from 'rete'

/** The socket of a port: knows the kind of value, and whether one comes per run or per chunk. */
export class ManifestSocket extends ClassicPreset.Socket {
  readonly port: PortManifest

  constructor(port: PortManifest) {
    super(port.socket)
    this.port = port
  }

  /** Asked of an input: why a wire from `output` may not end here. */
  whyNot(output: ManifestSocket): Pick<GraphIssue, 'code' | 'message'> | undefined {
    return whyNotConnect(output.port, this.port)
  }
}
