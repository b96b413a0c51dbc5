import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameOf, someSize } from '../arbitrary-frames.js'
import { drawn, flat, pictureOf } from '../frames.fixture.js'
import { CellGrid } from './cell-grid.js'

function cellsOf(frame: ReturnType<typeof flat>): Float32Array {
  const grid = new CellGrid(frame)
  const cells = new Float32Array(grid.values)
  grid.average(pictureOf(frame), cells)
  return cells
}

test('averages every pixel into one of 16 x 12 cells', () => {
  const frame = drawn({ width: 32, height: 24 }, (x, y) => [x < 2 && y < 2 ? 10 + x : 50, 100, 200])
  const cells = cellsOf(frame)
  expect(cells).toHaveLength(16 * 12 * 3)
  expect([...cells.subarray(0, 6)]).toEqual([10.5, 100, 200, 50, 100, 200])
})

test('keeps a flat picture flat, whatever its size', () => {
  fc.assert(
    fc.property(someSize, fc.integer({ min: 0, max: 255 }), (size, grey) => {
      expect(cellsOf(flat(grey, size)).every((value) => value === grey)).toBe(true)
    }),
  )
})

test('is the picture itself where it is not larger than the grid', () => {
  const small = fc.record({ width: fc.integer({ min: 1, max: 16 }), height: fc.integer({ min: 1, max: 12 }) })
  fc.assert(
    fc.property(
      small.chain((size) => frameOf(size)),
      (frame) => {
        expect([...cellsOf(frame)]).toEqual([...frame.data])
      },
    ),
  )
})
