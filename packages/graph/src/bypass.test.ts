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
