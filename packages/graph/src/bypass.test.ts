import { expect, test } from 'vitest'
import { catalog, sound, variant, wire } from './arithmetic.fixture.js'
import { withBypass } from './bypass.js'
import { graphDocument } from './document.js'
import { nodeId } from './ids.js'
import { defineNode } from './node.js'
import { checkDocument, validate } from './validate.js'

const bypassing =
  (...ids: string[]) =>
  (input: { nodes?: unknown }) => {
    const made = withBypass(graphDocument.parse(input), ids)
    if (!made.ok) throw new Error(made.issues[0]?.message)
    return made.document
  }

test('readers of a bypassed node read what its type passes, through several in a row', () => {
  const chain = variant({
    nodes: [{ id: 'again', type: 'test/sum', version: 1 }],
    wires: [wire('sum.value', 'again.left'), wire('again.value', 'counter.start')],
  })
  const checked = checkDocument(bypassing('sum', 'again')(chain), catalog)
  expect(checked).toMatchObject({ ok: true })
  if (!checked.ok) return
  expect([...checked.graph.nodes.keys()]).toEqual(['one', 'counter', 'printer'])
  const one = { node: 'one', port: 'value' }
  expect(Object.fromEntries(checked.graph.nodes.get(nodeId.parse('counter'))?.inputs ?? [])).toEqual({
    step: one,
    start: one,
  })
  expect(checked.graph.document.nodes).toHaveLength(5)
})

test('a type that passes nothing is refused by name, with the cure', () => {
  expect(validate(bypassing('counter')(sound), catalog)).toMatchObject([
    { code: 'cannot-bypass', node: 'counter', path: '/nodes/2/bypassed' },
  ])
})

test('a bypassed node without a wire into what it passes is named, not its reader', () => {
  const cut = { ...sound, wires: sound.wires.filter(({ to }) => to.node !== 'sum') }
  expect(validate(bypassing('sum')(cut), catalog)).toMatchObject([{ code: 'missing-wire', node: 'sum', port: 'left' }])
})

test('bypassed nodes in a cycle are a cycle', () => {
  const round = variant({
    nodes: [{ id: 'again', type: 'test/sum', version: 1 }],
    wires: [wire('sum.value', 'again.left'), wire('again.value', 'sum.right')],
  })
  expect(validate(bypassing('sum', 'again')(round), catalog).map(({ code }) => code)).toContain('cycle')
})

test('a very long chain of bypassed nodes, which many read, is taken out without a deep call stack', () => {
  const chain = Array.from({ length: 12_000 }, (_, index) => `s${index}`)
  const readers = Array.from({ length: 20 }, (_, index) => `c${index}`)
  const last = chain.at(-1)
  const long = {
    ...sound,
    nodes: [
      { id: 'one', type: 'test/constant', version: 1, params: { amount: 1 } },
      ...chain.map((id) => ({ id, type: 'test/sum', version: 1, bypassed: true })),
      ...readers.map((id) => ({ id, type: 'test/counter', version: 3 })),
    ],
    wires: [
      ...chain.map((id, index) => wire(`${index === 0 ? 'one' : chain[index - 1]}.value`, `${id}.left`)),
      ...readers.map((id) => wire(`${last}.value`, `${id}.step`)),
    ],
  }
  const checked = checkDocument(long, catalog)
  if (!checked.ok) throw new Error(checked.issues[0]?.message)
  for (const id of readers) {
    expect(checked.graph.nodes.get(nodeId.parse(id))?.inputs.get('step')).toEqual({ node: 'one', port: 'value' })
  }
})

test('an unknown node cannot be bypassed, and a type must pass equal kinds', () => {
  expect(withBypass(graphDocument.parse(sound), ['summ', '', 'x'.repeat(300)])).toMatchObject({
    ok: false,
    issues: [{ code: 'unknown-node' }, { code: 'unknown-node', node: '' }, { code: 'unknown-node' }],
  })
  const definition = catalog.get('test/counter')?.definition
  if (definition === undefined) throw new Error('The fixture has no counter.')
  expect(() => defineNode({ ...definition, passes: { numbers: 'step' } })).toThrow('another kind')
  expect(() => defineNode({ ...definition, passes: {} as { numbers: string } })).toThrow("leaves output 'numbers' out")
})
