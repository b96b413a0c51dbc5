import { f32, given, i64, type OperatorCase, rows } from './operator-case.js'

/** Moving elements about. */
export const layoutCases: readonly OperatorCase[] = [
  {
    operator: 'concat',
    inputs: [f32([2, 1], [1, 2]), f32([2, 2], [3, 4, 5, 6])],
    build: (g, [a, b]) => g.concat([given(a), given(b)], 1),
    expected: f32([2, 3], [1, 3, 4, 2, 5, 6]),
  },
  {
    operator: 'split',
    inputs: [f32([5], [1, 2, 3, 4, 5])],
    build: (g, [x]) => given(g.split(given(x), { axis: 0, sizes: [2, 3] })[1]),
    expected: f32([3], [3, 4, 5]),
  },
  {
    operator: 'slice',
    inputs: [rows],
    build: (g, [x]) => g.slice(given(x), { axis: 1, from: 1, to: -1 }),
    expected: f32([2, 2], [2, 3, 0, 1]),
  },
  {
    operator: 'slice from a value to the end',
    inputs: [rows, i64(2)],
    build: (g, [x, from]) => g.slice(given(x), { axis: 1, from: given(from) }),
    expected: f32([2, 2], [3, 4, 1, 6]),
  },
  {
    operator: 'gather',
    inputs: [rows, i64(3, 0)],
    build: (g, [x, indices]) => g.gather(given(x), given(indices), 1),
    expected: f32([2, 2], [4, 1, 6, -1]),
  },
  {
    operator: 'reshape',
    inputs: [rows],
    build: (g, [x]) => g.reshape(given(x), [0, 2, -1]),
    expected: f32([2, 2, 2], [...rows.data]),
  },
  {
    operator: 'reshape to a value',
    inputs: [rows, i64(4, 2)],
    build: (g, [x, shape]) => g.reshape(given(x), given(shape)),
    expected: f32([4, 2], [...rows.data]),
  },
  {
    operator: 'transpose',
    inputs: [f32([2, 3], [1, 2, 3, 4, 5, 6])],
    build: (g, [x]) => g.transpose(given(x), [1, 0]),
    expected: f32([3, 2], [1, 4, 2, 5, 3, 6]),
  },
  {
    operator: 'expand',
    inputs: [f32([2, 1], [1, 2])],
    build: (g, [x]) => g.expand(given(x), [2, 3]),
    expected: f32([2, 3], [1, 1, 1, 2, 2, 2]),
  },
  {
    operator: 'squeeze and unsqueeze',
    inputs: [f32([2, 1], [1, 2])],
    build: (g, [x]) => g.unsqueeze(g.squeeze(given(x), [1]), [0]),
    expected: f32([1, 2], [1, 2]),
  },
  {
    operator: 'tensorScatter',
    inputs: [f32([1, 4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), f32([1, 2, 2], [9, 10, 11, 12]), i64(1)],
    build: (g, [cache, chunk, at]) => g.tensorScatter(given(cache), given(chunk), { at: given(at), axis: 1 }),
    expected: f32([1, 4, 2], [1, 2, 9, 10, 11, 12, 7, 8]),
  },
  {
    operator: 'tensorScatter in a ring',
    inputs: [f32([1, 4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), f32([1, 2, 2], [9, 10, 11, 12]), i64(3)],
    build: (g, [cache, chunk, at]) =>
      g.tensorScatter(given(cache), given(chunk), { at: given(at), axis: 1, circular: true }),
    expected: f32([1, 4, 2], [11, 12, 3, 4, 5, 6, 9, 10]),
  },
]
