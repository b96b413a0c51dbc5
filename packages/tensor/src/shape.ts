import { bytesPerElement, type Dtype } from './dtype.js'

/** Sizes of a tensor's axes, slowest first. An empty shape is a scalar. */
export type Shape = readonly number[]

/** Why a shape was refused. */
export type ShapeErrorCode = 'dimension-invalid' | 'shape-mismatch' | 'length-mismatch'

/** A shape, or a number of elements, that is not what its place needs. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
  readonly code: ShapeErrorCode
  /** What was given: a shape, or a number of elements. */
  readonly found: Shape | number
  /** What the place needs: a shape, or a number of elements; absent where no shape of that kind exists. */
  readonly expected: Shape | number | undefined

  constructor(problem: {
    readonly code: ShapeErrorCode
    readonly message: string
    readonly found: Shape | number
    readonly expected?: Shape | number
  }) {
    super(problem.message)
    this.code = problem.code
    this.found = problem.found
    this.expected = problem.expected
  }
}

/** A shape as people write it: `[3, 16, 8]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}

/** Whether two shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/**
 * Number of elements in a tensor of this shape; 1 for a scalar, 0 where an axis is empty.
 * @throws ShapeError where an axis is negative or not a whole number, or the count is not exact as a number
 */
export function elementCount(shape: Shape): number {
  let count = 1
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new ShapeError({
        code: 'dimension-invalid',
        message: `Shape ${formatShape(shape)} has the axis size ${size}; give every axis a whole number from 0 upwards.`,
        found: shape,
      })
    }
    count *= size
  }
  if (!Number.isSafeInteger(count)) {
    throw new ShapeError({
      code: 'dimension-invalid',
      message: `Shape ${formatShape(shape)} has ${count} elements, more than can be counted exactly; use smaller axes.`,
      found: shape,
    })
  }
  return count
}

/**
 * Bytes of a dense tensor.
 * @throws ShapeError as `elementCount`
 */
export function byteSize(dtype: Dtype, shape: Shape): number {
  return elementCount(shape) * bytesPerElement(dtype)
}

/**
 * Requires two shapes to be equal; `place` names the tensor in the message.
 * @throws ShapeError with both shapes
 */
export function requireShape(place: string, found: Shape, expected: Shape): void {
  if (sameShape(found, expected)) return
  throw new ShapeError({
    code: 'shape-mismatch',
    message: `${place} has shape ${formatShape(found)}, but ${formatShape(expected)} is needed.`,
    found,
    expected,
  })
}
