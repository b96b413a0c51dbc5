import { describeSlotStore } from '../testing/store.contract.js'
import { ArrayStore } from './array-store.js'

describeSlotStore({ name: 'ArrayStore', open: async (shape) => new ArrayStore(shape) })
