import { absolutePositions } from '../positions/absolute-positions.js'
import { growThenCapPositions } from '../positions/grow-then-cap-positions.js'
import { onlinePositions } from '../positions/online-positions.js'
import type { PositionPolicy } from '../positions/positions.js'

/** A position policy by its name; the sizes are those of `absolutePositions` and `growThenCapPositions`. */
export function positionsByName(
  name: PositionPolicy['name'],
  { tableLength, maxPosition }: { readonly tableLength: number; readonly maxPosition: number },
): PositionPolicy {
  switch (name) {
    case 'online':
      return onlinePositions()
    case 'absolute':
      return absolutePositions(tableLength)
    case 'grow-then-cap':
      return growThenCapPositions(maxPosition)
  }
}
