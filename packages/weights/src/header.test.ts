import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHeader } from './header.js'
import { WeightsError, type WeightsErrorCode } from './weights-error.js'

const encode = (header: unknown) =>
  new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))

function parse(header: unknown, dataBytes: number) {
  const bytes = encode(header)
  return parseHeader(bytes, { path: 'w.safetensors', size: 8 + bytes.length + dataBytes })
}

function refusal(header: unknown, dataBytes: number): WeightsError {
  try {
    parse(header, dataBytes)
  } catch (error) {
    if (error instanceof WeightsError) return error
    throw error
  }
  throw new Error('the header was accepted')
}

const f32 = (shape: readonly unknown[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
})

test('gives names, types, shapes and places from the start of the file', () => {
  const header = { __metadata__: { heads: '4' }, a: f32([2, 1], 0, 8), empty: f32([0, 3], 8, 8), b: f32([], 8, 12) }
  const dataStart = 8 + encode(header).length
  const { tensors, metadata } = parse(header, 12)
  expect(metadata).toEqual({ heads: '4' })
  expect([...tensors]).toEqual([
    ['a', { dtype: 'f32', shape: [2, 1], offset: dataStart, byteLength: 8 }],
    ['empty', { dtype: 'f32', shape: [0, 3], offset: dataStart + 8, byteLength: 0 }],
    ['b', { dtype: 'f32', shape: [], offset: dataStart + 8, byteLength: 4 }],
  ])
})

test.each(['F64', 'F32', 'F16', 'BF16', 'F8_E4M3', 'I64', 'I32', 'I8', 'U8', 'BOOL'])('knows %s', (dtype) => {
  const bytes = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2 }[dtype] ?? 1
  expect(parse({ a: { dtype, shape: [3], data_offsets: [0, 3 * bytes] } }, 3 * bytes).tensors.size).toBe(1)
})

describe('refuses with one sentence', () => {
  const cases: readonly [what: string, header: unknown, dataBytes: number, code: WeightsErrorCode][] = [
    ['text that is not JSON', '{"a":', 0, 'header-json'],
    ['an array', [], 0, 'header-json'],
    [
      'a name that comes twice',
      '{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\\u0061":{}}',
      0,
      'duplicate-name',
    ],
    [
      'a field that comes twice',
      '{"a":{"dtype":"U8","dtype":"F32","shape":[],"data_offsets":[0,1]}}',
      1,
      'duplicate-name',
    ],
    ['an entry that is a list', { a: [] }, 0, 'entry-invalid'],
    ['a dtype that is a number', { a: { ...f32([], 0, 4), dtype: 1 } }, 4, 'entry-invalid'],
    ['an unknown field', { a: { ...f32([], 0, 4), stride: [1] } }, 4, 'entry-invalid'],
    ['an unknown element type', { a: { ...f32([], 0, 4), dtype: 'F4' } }, 4, 'dtype-unknown'],
    ['a name of Object as element type', { a: { ...f32([], 0, 4), dtype: 'toString' } }, 4, 'dtype-unknown'],
    ['a negative size', { a: f32([-1], 0, 4) }, 4, 'entry-invalid'],
    ['a broken size', { a: f32([0.5], 0, 4) }, 4, 'entry-invalid'],
    ['a size as text', { a: f32(['1'], 0, 4) }, 4, 'entry-invalid'],
    ['a shape too large to count', { a: f32([2 ** 40, 2 ** 40], 0, 4) }, 4, 'length-mismatch'],
    ["a length that is not the shape's", { a: f32([2], 0, 4) }, 4, 'length-mismatch'],
    ['negative offsets', { a: f32([1], -4, 0) }, 4, 'offsets-invalid'],
    ['offsets the wrong way round', { a: f32([1], 4, 0) }, 4, 'offsets-invalid'],
    ['three offsets', { a: { ...f32([1], 0, 4), data_offsets: [0, 4, 8] } }, 8, 'offsets-invalid'],
    ['overlapping tensors', { a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12, 'offsets-invalid'],
    ['a gap between tensors', { a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12, 'offsets-invalid'],
    ['a gap behind the header', { a: f32([1], 4, 8) }, 8, 'offsets-invalid'],
    ['bytes behind the last tensor', { a: f32([1], 0, 4) }, 5, 'offsets-invalid'],
    ['a tensor beyond the end of the file', { a: f32([2], 0, 8) }, 7, 'truncated'],
    ['metadata that is not text', { __metadata__: { heads: 4 } }, 0, 'entry-invalid'],
    ['metadata that is a list', { __metadata__: [] }, 0, 'entry-invalid'],
  ]
  test.each(cases)('%s', (...[, header, dataBytes, code]) => {
    const error = refusal(header, dataBytes)
    expect(error.code).toBe(code)
    expect(error.message).toContain('w.safetensors')
    expect(error.message).toMatch(/^[^\n]+\.$/)
  })

  test('bytes that are not UTF-8', () => {
    expect(() => parseHeader(Uint8Array.of(0x7b, 0xff, 0x7d), { path: 'w', size: 11 })).toThrow(WeightsError)
  })
})

describe('of thousands of mangled headers', () => {
  const refusedOrWhole = (header: string, dataBytes: number) => {
    try {
      const { tensors } = parse(header, dataBytes)
      const bytes = [...tensors.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
      expect(bytes).toBe(dataBytes)
    } catch (error) {
      expect(error).toBeInstanceOf(WeightsError)
    }
  }
  const sound = JSON.stringify({ __metadata__: { k: 'v' }, a: f32([2, 3], 0, 24), 'b.c': f32([1], 24, 28) })

  test('none crashes when characters change', () => {
    const change = fc.record({ at: fc.nat(sound.length), drop: fc.nat(4), put: fc.string({ maxLength: 4 }) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), fc.nat(40), (changes, dataBytes) => {
        const mangled = changes.reduce(
          (text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop),
          sound,
        )
        refusedOrWhole(mangled, dataBytes)
      }),
      { numRuns: 3000 },
    )
  })

  test('none crashes when values change', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('F32', 'BOOL', '__proto__'),
      fc.array(fc.integer()),
    )
    const entry = fc.record({ dtype: value, shape: value, data_offsets: value }, { requiredKeys: [] })
    const header = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__metadata__', '__proto__')),
      fc.oneof(entry, value),
    )
    fc.assert(
      fc.property(header, fc.nat(64), (tensors, dataBytes) => refusedOrWhole(JSON.stringify(tensors), dataBytes)),
      { numRuns: 3000 },
    )
  })
})
