import { expect, test } from 'vitest'
import { arranged } from './arrange.js'
import { chain } from './document.fixture.js'

const size = () => ({ width: 200, height: 100 })

test('puts every node right of all it reads', () => {
  const document = chain('a>b', 'a>c', 'b>d', 'c>d', 'a>d')
  const places = arranged(document, size)
  for (const { from, to } of document.wires) {
    expect((places.get(to.node)?.x ?? 0) - (places.get(from.node)?.x ?? 0)).toBeGreaterThan(200)
  }
})

test('no two nodes overlap, whatever their heights', () => {
  const document = chain('a>b', 'a>c', 'a>d', 'e>d', 'f>c')
  const heightOf = (id: string) => (id.codePointAt(0) ?? 0) * 3
  const places = [...arranged(document, (id) => ({ width: 200, height: heightOf(id) }))]
  for (const [a, p] of places) {
    for (const [b, q] of places) {
      if (a === b || p.x !== q.x || p.y > q.y) continue
      expect(q.y).toBeGreaterThanOrEqual(p.y + heightOf(a))
    }
  }
})

test('uncrosses wires between two columns', () => {
  const places = arranged(chain('a>d', 'b>c', 'r>a', 'r>b'), size)
  const order = (one: string, other: string) => Math.sign((places.get(one)?.y ?? 0) - (places.get(other)?.y ?? 0))
  expect(order('a', 'b')).toBe(order('d', 'c'))
})

test('ends on a graph with a cycle', () => {
  expect(arranged(chain('a>b', 'b>a'), size).size).toBe(2)
})

test('nodes without wires stand in a block, not in one tall column', () => {
  const places = [...arranged({ ...chain('a>b'), nodes: chain('a>b', 'c>d', 'e>f', 'g>h').nodes, wires: [] }, size)]
  expect(new Set(places.map(([, { x }]) => x)).size).toBe(3)
})

test('lays pipelines that no wire connects beside each other, as the screen is wide, and mixes none', () => {
  const parts = Array.from({ length: 6 }, (_, index) => [`a${index}`, `b${index}`, `c${index}`] as const)
  const document = chain(...parts.flatMap(([a, b, c]) => [`${a}>${b}`, `${b}>${c}`, `${a}>${c}`]))
  const places = arranged(document, size)
  const boxes = parts.map((ids) => {
    const at = ids.map((id) => places.get(id) ?? { x: 0, y: 0 })
    const [xs, ys] = [at.map(({ x }) => x), at.map(({ y }) => y)]
    return { left: Math.min(...xs), right: Math.max(...xs) + 200, top: Math.min(...ys), bottom: Math.max(...ys) + 100 }
  })
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      expect(a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top).toBe(true)
    }
  }
  const wide = Math.max(...boxes.map(({ right }) => right))
  const tall = Math.max(...boxes.map(({ bottom }) => bottom))
  expect(wide / tall).toBeGreaterThan(1)
  expect(wide / tall).toBeLessThan(4)
})
