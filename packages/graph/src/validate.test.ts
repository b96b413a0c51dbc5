import { expect, test } from 'vitest'
import { catalog, sound, variant, wire } from './arithmetic.fixture.js'
import type { GraphIssue } from './issue.js'
import { checkDocument, validate } from './validate.js'

const only = (input: unknown): GraphIssue | undefined => {
  const issues = validate(input, catalog)
  expect(issues.slice(1)).toEqual([])
  return issues[0]
}
const second = { id: 'two', type: 'test/constant', version: 1 }
const adder = { id: 'adder', type: 'test/sum', version: 1 }

test('a sound document becomes a graph whose nodes come after what they read, with defaults filled in', () => {
  const shuffled = { ...sound, nodes: sound.nodes.toReversed() }
  const checked = checkDocument(shuffled, catalog)
  expect(checked.ok && [...checked.graph.nodes.keys()]).toEqual(['one', 'sum', 'counter', 'printer'])
  expect(checked.ok && [...checked.graph.nodes.values()][2]?.params).toEqual({ chunks: 4, mode: 'up', scale: 1 })
})

test('refuses what is no document', () => {
  expect(only('a text')).toMatchObject({ code: 'wrong-format', path: '/format' })
  expect(only({ ...sound, format: 'workflow' })).toMatchObject({ code: 'wrong-format' })
  expect(only({ ...sound, formatVersion: '1' })?.message).toContain('formatVersion is "1"; expected an integer')
  expect(only(() => 1)).toMatchObject({ code: 'not-json' })
  expect(only({ ...sound, view: { zoom: Number.NaN } })).toMatchObject({ code: 'not-json', path: '/view/zoom' })
})

test('refuses a document from a newer program with the cure', () => {
  expect(only({ ...sound, formatVersion: 2 })).toMatchObject({
    code: 'newer-format',
    message: 'The document has formatVersion 2, but this program reads up to 1. Update Frameloom.',
  })
})

test('names the place of a malformed field and still checks everything else', () => {
  const issues = validate(variant({ nodes: [{ ...second, version: 'x' }, { ...adder }] }), catalog)
  expect(issues.map(({ code, path }) => [code, path])).toEqual([
    ['malformed', '/nodes/4/version'],
    ['missing-wire', '/nodes/5'],
  ])
  expect(issues[0]?.message).toBe(`'/nodes/4/version' is "x"; expected a number. Set one.`)
})

test('does not blame a wire for a node that is itself malformed', () => {
  const issues = validate(
    variant({ nodes: [{ ...second, version: 0 }, adder], wires: [wire('two.value', 'adder.left')] }),
    catalog,
  )
  expect(issues.map(({ code }) => code)).toEqual(['malformed'])
})

test('refuses two nodes with one id', () => {
  expect(only(variant({ nodes: [{ ...second, id: 'one' }] }))).toMatchObject({
    code: 'duplicate-node',
    path: '/nodes/4/id',
  })
})

test('suggests the node type that was meant', () => {
  expect(only(variant({ nodes: [{ ...second, type: 'test/konstant' }] }))).toMatchObject({
    code: 'unknown-node-type',
    path: '/nodes/4/type',
    node: 'two',
    message: expect.stringContaining("Did you mean 'test/constant'?"),
  })
})

test('refuses a node of a newer version than is installed', () => {
  expect(only(variant({ nodes: [{ ...second, version: 2 }] }))).toMatchObject({
    code: 'newer-node-version',
    node: 'two',
  })
})

test('suggests the parameter that was meant', () => {
  expect(only(variant({ nodes: [{ ...second, params: { ammount: 2 } }] }))).toMatchObject({
    code: 'unknown-param',
    path: '/nodes/4/params/ammount',
    message: "Node 'two' (Constant) has no parameter 'ammount'. Did you mean 'amount'? Rename or remove it.",
  })
})

test('lists every wrong parameter with what was found, what was expected and the cure', () => {
  const params = { chunks: 2000, mode: 'left', scale: 'x' }
  const issues = validate(variant({ nodes: [{ id: 'c', type: 'test/counter', version: 3, params }] }), catalog)
  expect(issues.map(({ message }) => message)).toEqual([
    "Parameter 'chunks' of node 'c' (Counter) is 2000; expected at most 1000. Lower it.",
    `Parameter 'mode' of node 'c' (Counter) is "left"; expected "up" or "down". Choose one.`,
    `Parameter 'scale' of node 'c' (Counter) is "x"; expected a number. Set one.`,
  ])
})

test('a parameter called __proto__ is an unknown parameter and pollutes nothing', () => {
  const document: unknown = JSON.parse(
    JSON.stringify(variant({ nodes: [second] })).replace('"amount":1', '"amount":1,"__proto__":{"polluted":true}'),
  )
  expect(only(document)).toMatchObject({ code: 'unknown-param', path: '/nodes/0/params/__proto__' })
  expect(Object.prototype).not.toHaveProperty('polluted')
})

test('refuses wires to nodes and ports that are not there', () => {
  expect(only(variant({ wires: [wire('cuonter.value', 'sum.right')] }))).toMatchObject({
    code: 'unknown-node',
    path: '/wires/3/from/node',
    message: expect.stringContaining("Did you mean 'counter'?"),
  })
  expect(only(variant({ wires: [wire('one.valeu', 'sum.right')] }))).toMatchObject({
    code: 'unknown-port',
    path: '/wires/3/from/port',
    node: 'one',
    message: expect.stringContaining("has no output 'valeu'. Did you mean 'value'?"),
  })
})

test('refuses a second wire into one input, naming both sources', () => {
  expect(only(variant({ nodes: [second], wires: [wire('two.value', 'sum.left')] }))).toMatchObject({
    code: 'duplicate-wire',
    path: '/wires/3',
    node: 'sum',
    port: 'left',
    message: expect.stringMatching(/node 'one' and from node 'two'/),
  })
})

test('names both sockets, or both flows, of a wire that does not fit', () => {
  expect(only(variant({ wires: [wire('one.value', 'printer.label')] }))).toMatchObject({
    code: 'socket-mismatch',
    message: expect.stringContaining("output 'value' gives number, but input 'label' takes label"),
  })
  expect(only(variant({ wires: [wire('counter.numbers', 'sum.right')] }))?.message).toContain(
    "output 'numbers' gives a stream (one number per chunk), but input 'right' takes one number per run",
  )
})

test('names the input that lacks its wire and what it takes', () => {
  expect(only(variant({ nodes: [adder] }))).toMatchObject({ code: 'missing-wire', node: 'adder', port: 'left' })
})

test('refuses wires whose sources conflict, without knowing a node type', () => {
  const wires = [wire('one.odd', 'adder.left'), wire('two.odd', 'adder.right')]
  expect(only(variant({ nodes: [second, adder], wires }))).toMatchObject({
    code: 'conflict',
    node: 'adder',
    port: 'right',
    message: expect.stringContaining("cannot use 'left' from node 'one' and 'right' from node 'two' together"),
  })
  expect(validate(variant({ nodes: [adder], wires: wires.slice(0, 1) }), catalog)).toEqual([])
})

test('names the nodes of a cycle in the order of its wires', () => {
  const nodes = ['a', 'b', 'c'].map((id) => ({ ...adder, id }))
  const wires = [wire('a.value', 'b.left'), wire('b.value', 'c.left'), wire('c.value', 'a.left')]
  const issue = only(variant({ nodes, wires }))
  expect(issue?.code).toBe('cycle')
  expect([...(issue?.nodes ?? [])].sort()).toEqual(['a', 'b', 'c'])
  expect(issue?.message).toMatch(/('a' → 'b' → 'c' → 'a'|'b' → 'c' → 'a' → 'b'|'c' → 'a' → 'b' → 'c') feed/)
})

test('a node wired to itself is a cycle', () => {
  expect(only(variant({ nodes: [adder], wires: [wire('adder.value', 'adder.left')] }))?.nodes).toEqual(['adder'])
})

test('takes a timeline of live parameters', () => {
  const timeline = [
    { chunk: 5, node: 'one', param: 'amount', value: 3 },
    { chunk: 2, node: 'counter', param: 'scale', value: 2 },
  ]
  const checked = checkDocument({ ...sound, timeline }, catalog)
  expect(checked.ok && checked.graph.timeline.map(({ chunk }) => chunk)).toEqual([2, 5])
})

test.each([
  [{ chunk: 1, node: 'two', param: 'amount', value: 1 }, 'unknown-node'],
  [{ chunk: 1, node: 'one', param: 'amuont', value: 1 }, 'unknown-param'],
  [{ chunk: 1, node: 'one', param: 'amount', value: 'x' }, 'invalid-param'],
  [{ chunk: 1, node: 'counter', param: 'mode', value: 'down' }, 'not-live'],
  [{ chunk: -1, node: 'one', param: 'amount', value: 1 }, 'malformed'],
])('refuses the timeline entry %j as %s', (entry, code) => {
  const issue = only({ ...sound, timeline: [entry] })
  expect(issue).toMatchObject({ code, path: expect.stringMatching(/^\/timeline\/0/) })
})

test('a live parameter that reaches a stream only through an input read at the start is not live', () => {
  const wires = [wire('one.value', 'counter.start')]
  const issue = only({ ...variant({ wires }), timeline: [{ chunk: 1, node: 'one', param: 'amount', value: 1 }] })
  expect(issue).toMatchObject({ code: 'not-live', node: 'counter', port: 'start' })
})

test.each([
  [[{ x: 1 }], '/wires/0/points/0/y'],
  [[{ x: '1', y: 2 }], '/wires/0/points/0/x'],
  ['around', '/wires/0/points'],
  [Array.from({ length: 65 }, (_, x) => ({ x, y: 0 })), '/wires/0/points'],
])('refuses the reroute points %j with their place', (points, path) => {
  const [first, ...others] = sound.wires
  const issues = validate({ ...sound, wires: [{ ...first, points }, ...others] }, catalog)
  expect(issues[0]).toMatchObject({ code: 'malformed', path })
})

test('refuses a reroute point that is nowhere', () => {
  const [first, ...others] = sound.wires
  const wires = [{ ...first, points: [{ x: Infinity, y: 0 }] }, ...others]
  expect(only({ ...sound, wires })).toMatchObject({ code: 'not-json', path: '/wires/0/points/0/x' })
})

test('reroute points change nothing of what runs', () => {
  const wires = sound.wires.map((one) => ({ ...one, points: [{ x: 4, y: 5 }] }))
  const [led, straight] = [checkDocument({ ...sound, wires }, catalog), checkDocument(sound, catalog)]
  expect(led.ok && led.graph.document.wires).toEqual(wires)
  expect(led.ok && straight.ok && led.graph.nodes).toEqual(straight.ok && straight.graph.nodes)
})

test('says so when there is nothing to run', () => {
  expect(only({ ...sound, nodes: [], wires: [] })?.code).toBe('nothing-to-run')
})

test('brings nodes of older versions to the installed one, step by step', () => {
  const nodes = sound.nodes.map((node) =>
    node.id === 'counter' ? { ...node, version: 1, params: { count: 7, down: true } } : node,
  )
  const checked = checkDocument({ ...sound, nodes }, catalog)
  expect(checked.ok && checked.graph.document.nodes[2]).toMatchObject({
    version: 3,
    params: { chunks: 7, mode: 'down' },
  })
})

test('lists the first 200 issues of a hopeless document and says that there are more', () => {
  const nodes = Array.from({ length: 5000 }, (_, index) => ({ ...second, id: `n${index}`, type: `test/c${index}` }))
  const issues = validate(variant({ nodes }), catalog)
  expect(issues).toHaveLength(201)
  expect(issues.at(-1)?.code).toBe('more-issues')
})
