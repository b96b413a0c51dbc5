import { expect, test } from 'vitest'
import { copied, pasted } from './clipboard.js'
import { describeChange } from './describe-change.js'
import { chain } from './document.fixture.js'
import { moveFrame } from './frames.js'
import { movePoints, placePoint, pointsInside, pointsOf, removePoints, straightened } from './points.js'

const straight = chain('a>b', 'b>c')
const led = {
  ...straight,
  wires: straight.wires.map((wire, index) => ({
    ...wire,
    points: [
      { x: index * 100, y: 10, note: 'theirs' },
      { x: index * 100 + 50, y: 20 },
    ],
  })),
}
const ids = pointsOf(led).map(({ id }) => id)
const [first = '', second = ''] = ids
const places = (document: Parameters<typeof pointsOf>[0]) => pointsOf(document).map(({ x, y }) => [x, y])

test('every point has a name of its own', () => {
  expect(new Set(ids).size).toBe(4)
})

test('moved points stay in their order and keep what is not known of them', () => {
  const moved = movePoints(new Set([first]), { x: 5, y: -5 })(led)
  expect(places(moved)).toEqual([
    [5, 5],
    [50, 20],
    [100, 10],
    [150, 20],
  ])
  expect(moved.wires[0]?.points?.[0]).toEqual({ x: 5, y: 5, note: 'theirs' })
  expect(moved.wires[1]).toBe(led.wires[1])
  expect(places(placePoint(second, { y: 77 })(led))[1]).toEqual([50, 77])
})

test('a removed point leaves its wire and the other points; the last one takes the list with it', () => {
  const one = removePoints(new Set([first]))(led)
  expect(places(one)[0]).toEqual([50, 20])
  expect(straightened()(one)).toEqual(straight)
  expect(straightened()(straight)).toBe(straight)
})

test('an edit of no point is no edit', () => {
  expect(movePoints(new Set(), { x: 1, y: 1 })(led)).toBe(led)
})

test('a frame moves the points that lie in it', () => {
  const box = { id: 'f', title: '', x: -10, y: 0, width: 80, height: 40 }
  const inside = { nodes: new Set<string>(), points: pointsInside(led, box) }
  expect(inside.points).toEqual(new Set([first, second]))
  const moved = moveFrame(box, { x: 0, y: 10 }, inside)({ ...led, frames: [box] })
  expect(places(moved)).toEqual([
    [10, 20],
    [60, 30],
    [100, 10],
    [150, 20],
  ])
})

test('pasted wires are led beside those they were copied from', () => {
  const result = pasted(led, copied(led, new Set(['a', 'b'])))
  expect(result?.document.wires.at(-1)?.points).toEqual([
    { x: 32, y: 42, note: 'theirs' },
    { x: 82, y: 52 },
  ])
})

test('the history names what became of them', () => {
  expect(describeChange(straight, led)).toBe('add 4 reroute points')
  expect(describeChange(led, removePoints(new Set([first]))(led))).toBe('remove a reroute point')
  expect(describeChange(led, movePoints(new Set([first]), { x: 1, y: 1 })(led))).toBe('reroute')
  expect(describeChange(led, { ...led, wires: led.wires.slice(1) })).toBe('disconnect')
})
