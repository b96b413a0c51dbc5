// @vitest-environment happy-dom
import { ClassicPreset } from 'rete'
import { expect, test } from 'vitest'
import { drawWires } from './draw-wires.js'
import { documentOf, openEditor, pair } from './editor.fixture.js'
import { rerouteByPointer } from './reroute-by-pointer.js'

const [wire] = pair.wires

async function drawn() {
  const opened = openEditor()
  const { area, editor, mirror, routes, socketPositions } = opened
  // happy-dom lays nothing out, so nothing lies at any place.
  for (const root of [area.container, document]) Object.assign(root, { elementsFromPoint: () => [] })
  drawWires({ editor, area, socketPositions })
  let full = 0
  rerouteByPointer({ area, mirror, routes, full: () => full++ })
  await mirror.show(documentOf({ ...pair, wires: [{ ...wire, points: [{ x: 60, y: 50 }] }] }))
  return { ...opened, full: () => full }
}

const at = (type: string, x: number, y: number) => {
  const event = new PointerEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y, button: 0 })
  // happy-dom has no pages that scroll.
  for (const [name, value] of [['pageX', x] as const, ['pageY', y] as const])
    Object.defineProperty(event, name, { value })
  return event
}

test('a point that is dragged takes the whole way, and the canvas stays where it is', async () => {
  const { area, mirror, heard } = await drawn()
  const point = area.container.querySelector('.fl-point circle')
  point?.dispatchEvent(at('pointerdown', 60, 50))
  for (const y of [80, 140]) window.dispatchEvent(at('pointermove', 80, y))
  window.dispatchEvent(at('pointerup', 80, 140))
  await expect.poll(() => heard.length).toBe(1)
  expect(mirror.document.wires[0]?.points).toEqual([{ x: 80, y: 140 }])
  expect(area.area.transform).toEqual({ x: 0, y: 0, k: 1 })
})

test("a double click on a wire of the host's is the host's", async () => {
  const { area, editor, full } = await drawn()
  const [a, b] = [new ClassicPreset.Node('a'), new ClassicPreset.Node('b')]
  a.addOutput('out', new ClassicPreset.Output(new ClassicPreset.Socket('any')))
  b.addInput('in', new ClassicPreset.Input(new ClassicPreset.Socket('any')))
  await editor.addNode(a)
  await editor.addNode(b)
  const own = new ClassicPreset.Connection(a, 'out', b, 'in')
  await editor.addConnection(own)
  // As a renderer does it, which knows where sockets of the host's are.
  const element = area.connectionViews.get(own.id)?.element ?? area.container
  const ends = { start: { x: 0, y: 0 }, end: { x: 90, y: 90 } }
  await area.emit({ type: 'render', data: { type: 'connection', element, payload: own, ...ends } })
  const heard: string[] = []
  area.container.addEventListener('dblclick', () => heard.push('host'))
  const click = () => new MouseEvent('dblclick', { bubbles: true, cancelable: true })
  area.container.querySelector(`[data-wire="${own.id}"] .fl-wire-hit`)?.dispatchEvent(click())
  expect(heard).toEqual(['host'])
  expect(full()).toBe(0)
})
