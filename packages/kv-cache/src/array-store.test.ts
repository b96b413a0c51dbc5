import { ArrayStore } from './array-store.js'
import { describeSlotStore } from './store.contract.js'

describeSlotStore({ name: 'ArrayStore', open: async (shape) => new ArrayStore(shape) })
