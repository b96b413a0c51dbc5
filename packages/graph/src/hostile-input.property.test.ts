import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalog, sound, variant, wire } from './arithmetic.fixture.js'
import { graphIssue, MOST_ISSUES } from './issue.js'
import { loadDocument } from './load-document.js'
import { LIMITS, parseJson } from './read-json.js'
import { validate } from './validate.js'

const richDocument = variant({
  nodes: [{ id: 'spare', type: 'test/sum', version: 1, position: { x: 1, y: 2 } }],
  wires: [{ ...Object(wire('one.odd', 'spare.left')), points: [{ x: 3, y: 4 }] }, wire('spare.value', 'sum.right')],
  timeline: [{ chunk: 1, node: 'counter', param: 'scale', value: 2 }],
  frames: [{ id: 'box' }],
  models: [{ name: 'tiny' }],
  meta: { title: 'Rich', tags: ['a'] },
})

function expectReadableIssues(input: unknown): void {
  const issues = validate(input, catalog)
  expect(issues.length).toBeLessThanOrEqual(MOST_ISSUES + 1)
  for (const issue of issues) {
    expect(graphIssue.safeParse(issue).success).toBe(true)
    expect(issue.message).toMatch(/^.{10,}[.!?)]$/s)
  }
}

/** Every place of a JSON value, as the chain of keys that leads to it. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...path, key]))]
}

type Mangle = { kind: 'replace' | 'remove' | 'rename' | 'duplicate'; place: number; value: unknown; key: string }

function mangled(document: unknown, { kind, place, value, key }: Mangle): unknown {
  const copy: unknown = structuredClone(document)
  const places = placesOf(copy)
  const path = places[place % places.length] ?? []
  const last = path.at(-1)
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(at as object, step), copy)
  if (last === undefined || typeof holder !== 'object' || holder === null) return kind === 'replace' ? value : copy
  const before: unknown = Reflect.get(holder, last)
  const entry = { writable: true, enumerable: true, configurable: true }
  if (kind === 'replace') Reflect.set(holder, last, value)
  else if (kind === 'duplicate' && Array.isArray(holder)) holder.push(before)
  else {
    Reflect.deleteProperty(holder, last)
    if (kind === 'rename' && !Array.isArray(holder)) Object.defineProperty(holder, key, { ...entry, value: before })
  }
  return copy
}

const keys = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'length',
    'id',
    'type',
    'params',
    'value',
    '',
  ),
  fc.string(),
)
const values = fc.oneof(
  fc.constantFrom(
    'one',
    'sum',
    'test/sum',
    'value',
    '__proto__',
    'constructor',
    1,
    0,
    -1,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    null,
    [],
    {},
  ),
  fc.jsonValue(),
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true, key: keys }),
)
const mangle: fc.Arbitrary<Mangle> = fc.record({
  kind: fc.constantFrom('replace', 'remove', 'rename', 'duplicate'),
  place: fc.nat(1000),
  value: values,
  key: keys,
})

test('no mangled document makes validation throw, and every issue is a sentence', () => {
  fc.assert(
    fc.property(fc.array(mangle, { minLength: 1, maxLength: 5 }), (mangles) => {
      expectReadableIssues(mangles.reduce<unknown>((document, next) => mangled(document, next), richDocument))
    }),
    { numRuns: 4000 },
  )
})

test('nothing that JavaScript can build makes validation throw', () => {
  fc.assert(
    fc.property(values, fc.constantFrom('nodes', 'wires', 'timeline', 'frames', 'meta', 'view'), (value, field) => {
      expectReadableIssues(value)
      expectReadableIssues({ ...sound, [field]: value })
    }),
    { numRuns: 2000 },
  )
})

test('no broken text makes loading throw', () => {
  const text = JSON.stringify(richDocument)
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(40), fc.string({ maxLength: 8 }), (at, length, insert) => {
      const loaded = loadDocument(text.slice(0, at) + insert + text.slice(at + length))
      expect(loaded.ok || loaded.issues.length > 0).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('getters and proxies that throw, and objects that hold themselves, are issues', () => {
  const circular: Record<string, unknown> = { ...sound }
  circular['view'] = circular
  const hostile = Object.defineProperty({}, 'format', {
    enumerable: true,
    get: () => {
      throw new Error('no')
    },
  })
  const proxy = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  expect(validate(circular, catalog)[0]?.code).toBe('too-deep')
  expect(validate(hostile, catalog)[0]?.code).toBe('not-json')
  expect(validate(proxy, catalog)[0]?.code).toBe('not-json')
})

test('text nested a million levels deep, and lists of a million entries, are refused', () => {
  const nested = `{"format":"frameloom-graph","view":${'['.repeat(1e6)}${']'.repeat(1e6)}}`
  const deep = parseJson(nested)
  expect(!deep.ok && deep.issues[0]?.code).toBe('too-deep')
  expect(validate({ ...sound, frames: Array.from({ length: LIMITS.values }, () => 0) }, catalog)[0]?.code).toBe(
    'too-large',
  )
})

test('a syntax error is told with its line and column', () => {
  const parsed = parseJson('{\n  "format": "frameloom-graph",,\n}')
  expect(!parsed.ok && parsed.issues[0]?.message).toContain('line 2, column 31 ')
})

/** A layered document: sums that read earlier nodes, counters and printers behind them. Sound by construction. */
const soundDocuments = fc
  .record({
    constants: fc.integer({ min: 1, max: 4 }),
    sums: fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(), { nil: undefined })), { maxLength: 8 }),
    counters: fc.array(fc.record({ step: fc.nat(), chunks: fc.nat(1000), printers: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ constants, sums, counters }) => {
    const nodes: unknown[] = []
    const wires: unknown[] = []
    const sources: string[] = []
    for (let index = 0; index < constants; index++) {
      nodes.push({ id: `constant${index}`, type: 'test/constant', version: 1, params: { amount: index } })
      sources.push(`constant${index}`)
    }
    const some = (index: number): string => `${sources[index % sources.length] ?? ''}.value`
    for (const [index, [left, right]] of sums.entries()) {
      nodes.push({ id: `sum${index}`, type: 'test/sum', version: 1 })
      wires.push(wire(some(left), `sum${index}.left`))
      if (right !== undefined) wires.push(wire(some(right), `sum${index}.right`))
      sources.push(`sum${index}`)
    }
    for (const [index, { step, chunks, printers }] of counters.entries()) {
      nodes.push({ id: `counter${index}`, type: 'test/counter', version: 3, params: { chunks } })
      wires.push(wire(some(step), `counter${index}.step`))
      for (let reader = 0; reader < printers; reader++) {
        nodes.push({ id: `printer${index}-${reader}`, type: 'test/printer', version: 1 })
        wires.push(wire(`counter${index}.numbers`, `printer${index}-${reader}.numbers`))
      }
    }
    return { format: 'frameloom-graph', formatVersion: 1, nodes, wires }
  })

test('every well-built graph is sound, in whatever order its nodes and wires stand', () => {
  fc.assert(
    fc.property(
      soundDocuments.chain((document) =>
        fc.record({
          nodes: fc.shuffledSubarray(document.nodes, { minLength: document.nodes.length }),
          wires: fc.shuffledSubarray(document.wires, { minLength: document.wires.length }),
        }),
      ),
      ({ nodes, wires }) => {
        expect(validate({ format: 'frameloom-graph', formatVersion: 1, nodes, wires }, catalog)).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})
