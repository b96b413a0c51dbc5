import { DEVICE_KINDS, type DeviceKind } from '@frameloom/runtime'
import { Option } from 'commander'

/** What `--device` may name. */
export type DeviceChoice = DeviceKind | 'auto'

/** `--device auto|cpu|cuda...`; auto, the default, takes the best that works and says which. */
export const deviceOption = (): Option =>
  new Option('--device <kind>', 'where to compute').choices(['auto', ...DEVICE_KINDS]).default('auto')
