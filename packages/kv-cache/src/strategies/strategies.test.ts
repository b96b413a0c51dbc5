import { arbitraryStrategies } from '../testing/arbitrary-strategy.js'
import { describeCacheStrategy } from '../testing/strategy.contract.js'

describeCacheStrategy('full', arbitraryStrategies.full)
describeCacheStrategy('sliding-window', arbitraryStrategies['sliding-window'])
describeCacheStrategy('attention-sink', arbitraryStrategies['attention-sink'])
describeCacheStrategy('memrope', arbitraryStrategies.memrope)
