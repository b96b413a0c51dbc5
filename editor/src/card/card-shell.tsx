import { type ManifestNode, nodeGeometry, type PortRowsProps, portsHeight } from '@frameloom/rete-plugin'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import { phaseOf } from '../run/node-view-of.js'
import type { Studio } from '../studio/studio.js'
import { StudioContext } from '../studio/studio-context.js'
import { ErrorBoundary } from '../ui/error-boundary.js'
import { CardContents } from './card-contents.js'
import { cardKeys } from './card-keys.js'
import { cardName } from './card-name.js'
import { chooseOnFocus } from './choose-on-focus.js'
import { nodeColor } from './node-color.js'

export interface CardShellOptions {
  readonly node: ManifestNode
  readonly emit: PortRowsProps['emit']
}

export interface CardShell {
  /** The node has other ports. */
  readonly draw: () => void
  readonly stop: () => void
}

/**
 * The card of a node: its name, its marks and its size. Until it is open it shows its title alone, and React knows nothing of it: roots for
 * hundreds of nodes that nobody can read would take most of the time in which a document opens. What an open card holds is React's.
 */
export function cardShell(holder: HTMLElement, studio: Studio, { node, emit }: CardShellOptions): CardShell {
  const { cards, graph, issues, run, screen, selection, titles } = studio
  const { id } = node
  const card = document.createElement('div')
  const title = document.createElement('span')
  const held: { root?: Root; shape: string } = { shape: '' }
  const abort = new AbortController()

  function begin() {
    card.className = 'card fl-card'
    card.role = 'group'
    card.tabIndex = 0
    card.dataset['card'] = id
    mark('preview', node.manifest?.preview === true)
    card.style.setProperty('--tint', nodeColor(node) ?? 'transparent')
    const head = document.createElement('div')
    head.className = 'fl-title card-title'
    title.className = 'card-name'
    head.append(title)
    card.append(head)
    holder.append(card)
    // Behind React's handlers, which listen on the card.
    const { signal } = abort
    holder.addEventListener('keydown', (event) => cardKeys(studio, { id, card }, event), { signal })
    holder.addEventListener('focusin', () => cards.open(id), { signal })
    chooseOnFocus({ holder, card, signal }, () => {
      if (!selection.isGathered && !selection.nodes.has(id)) selection.choose([id])
    })
  }

  function update() {
    const { document, nodes } = graph.store.getState()
    const source = nodes.get(id)
    if (source === undefined) return
    const name = titles.of(id, document)
    const wrong = issues.store.getState().byNode.get(id)
    const phase = phaseOf(run.view, id)
    const bypassed = source.bypassed === true
    mark('phase', phase)
    mark('wrong', wrong !== undefined)
    mark('collapsed', source['collapsed'] === true)
    mark('bypassed', bypassed)
    const label = cardName({ title: name, phase, bypassed, issues: wrong?.length ?? 0 })
    if (card.ariaLabel !== label) card.ariaLabel = label
    if (held.root === undefined && title.textContent !== name) title.textContent = name

    held.shape = cards.shapeOf(id, document)
    const height = cards.heightOf(held.shape)
    mark('measured', height === undefined)
    const isOpen = cards.isOpen(id) || screen.aspects.getState().of.has(id) || height === undefined
    if (isOpen) sizeParts(height)
    else card.style.height = `${height}px`
    if (isOpen && held.root === undefined) open()
  }

  function mark(name: string, value: string | boolean | undefined) {
    const text = value === true ? '' : value
    if (text === undefined || text === false) delete card.dataset[name]
    else if (card.dataset[name] !== text) card.dataset[name] = text
  }

  /** Heights that the parts of an open card have where the browser skips them. */
  function sizeParts(height: number | undefined) {
    card.style.removeProperty('height')
    if (height === undefined) return
    const ports = portsHeight(node)
    const { titleHeight, rowsTop } = nodeGeometry
    card.style.setProperty('--ports-height', `${Math.max(0, ports - titleHeight - 2 * rowsTop)}px`)
    card.style.setProperty('--below-height', `${Math.max(0, height - ports)}px`)
  }

  /** At once: the next card of this shape asks for its height. */
  function open() {
    held.root = createRoot(card)
    flushSync(draw)
  }

  function draw() {
    held.root?.render(
      <StudioContext value={studio}>
        <ErrorBoundary otherwise={(message) => <p className="card-issue">This card cannot be drawn: {message}</p>}>
          <CardContents node={node} emit={emit} drawn={drawn} />
        </ErrorBoundary>
      </StudioContext>,
    )
  }

  /** React has drawn what the card holds: the first card of its shape is measured. */
  function drawn() {
    if (cards.heightOf(held.shape) === undefined) {
      cards.measured(held.shape, card.offsetHeight)
      cards.open(id)
    }
    update()
  }

  begin()
  const stops = [
    cards.subscribe(id, update),
    graph.store.subscribe(update),
    issues.store.subscribe(update),
    run.store.subscribe(update),
    screen.aspects.subscribe(update),
  ]
  update()
  return {
    draw,
    stop: () => {
      for (const stop of stops) stop()
      abort.abort()
      held.root?.unmount()
      card.remove()
    },
  }
}
