import fc from 'fast-check'
import { classicConnectionPath } from 'rete-render-utils'
import { expect, test } from 'vitest'
import { indexNear, middleOf, wireBox, wirePath, type WirePoint } from './wire-path.js'

const start = { x: 0, y: 0 }
const end = { x: 300, y: 0 }
const numbers = (path: string): number[] => path.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? []

/** The ends and handles of a path, in its order. */
const placesOn = (path: string): WirePoint[] => {
  const values = numbers(path)
  return Array.from({ length: values.length / 2 }, (_, i) => ({ x: values[2 * i] ?? NaN, y: values[2 * i + 1] ?? NaN }))
}

test('without points it is the path that Rete draws', () => {
  const ends: [WirePoint, WirePoint] = [
    { x: 10, y: 20 },
    { x: -40, y: 300 },
  ]
  expect(numbers(wirePath({ start: ends[0], points: [], end: ends[1] }))).toEqual(
    numbers(classicConnectionPath(ends, 0.3)),
  )
})

const place = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) })
const courses = fc.record({ start: place, points: fc.array(place, { maxLength: 8 }), end: place })

test('leads through every point in order, with no corner at any, and leaves and enters ports level', () => {
  fc.assert(
    fc.property(courses, (course) => {
      const places = placesOn(wirePath(course))
      const through = places.filter((_, index) => index % 3 === 0)
      expect(through).toEqual([course.start, ...course.points, course.end])
      expect(places[1]?.y).toBe(course.start.y)
      expect(places.at(-2)?.y).toBe(course.end.y)
      for (let at = 3; at < places.length - 1; at += 3) {
        const [before, point, behind] = places.slice(at - 1, at + 2)
        if (before === undefined || point === undefined || behind === undefined) throw new Error('a handle is missing')
        const [a, b] = [
          { x: point.x - before.x, y: point.y - before.y },
          { x: behind.x - point.x, y: behind.y - point.y },
        ]
        // Parallel and the same way, up to rounding of sums in the thousands.
        expect(Math.abs(a.x * b.y - a.y * b.x)).toBeLessThanOrEqual(
          1e-6 * (1 + Math.hypot(a.x, a.y) * Math.hypot(b.x, b.y)),
        )
        expect(a.x * b.x + a.y * b.y).toBeGreaterThanOrEqual(-1e-6)
      }
    }),
  )
})

test('turns back without swinging past its point', () => {
  const below = { x: 150, y: 400 }
  const lowest = Math.max(...placesOn(wirePath({ start, points: [below], end: { x: 140, y: 0 } })).map(({ y }) => y))
  expect(lowest).toBeLessThan(below.y + 15)
})

test('a new point goes between those that it is nearest to', () => {
  const points = [
    { x: 100, y: 200 },
    { x: 200, y: 200 },
  ]
  expect(indexNear({ start, points, end }, { x: 30, y: 90 })).toBe(0)
  expect(indexNear({ start, points, end }, { x: 150, y: 205 })).toBe(1)
  expect(indexNear({ start, points, end }, { x: 280, y: 60 })).toBe(2)
})

test('the middle of the longest stretch lies on the wire', () => {
  const { index, place: middle } = middleOf({ start, points: [{ x: 60, y: 0 }], end })
  expect(index).toBe(1)
  expect(middle.x).toBeGreaterThan(100)
  expect(middle.x).toBeLessThan(260)
})

test('its box holds every place of its curves', () => {
  fc.assert(
    fc.property(courses, (course) => {
      const { left, top, right, bottom } = wireBox(course)
      for (const { x, y } of placesOn(wirePath(course))) {
        expect(x >= left && x <= right && y >= top && y <= bottom).toBe(true)
      }
    }),
  )
})
