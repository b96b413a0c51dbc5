import { describeSlotStore } from '@frameloom/kv-cache/testing'
import { openDevice } from '@frameloom/runtime'
import { afterAll } from 'vitest'
import { ResidentStore } from './resident-store.js'

const device = await openDevice('cpu', { threads: 1 })
afterAll(() => device.dispose())

describeSlotStore({
  name: 'on device buffers',
  open: async (shape) => new ResidentStore(device, shape),
  // Sums and blends are f32 here, f64 in the array store: a hundred folds one after another differ by up to 3e-6.
  tolerance: 5e-6,
})
