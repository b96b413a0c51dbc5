import { type RefObject, useEffect, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'

export interface OpenCard {
  readonly isOpen: boolean
  /** It is the first of its shape: it shows all it holds, wherever it is, and is measured. */
  readonly isMeasured: boolean
  /** Pixels at zoom 1 that cards of its shape have; nothing while the first one is measured. */
  readonly height: number | undefined
}

/** Does a card show all that it holds? One with pictures always does. */
export function useOpenCard(id: string, card: RefObject<HTMLElement | null>): OpenCard {
  const { cards, graph, screen } = useStudio()
  const isSeen = useSyncExternalStore(
    (listener) => cards.subscribe(id, listener),
    () => cards.isOpen(id),
  )
  const hasPictures = useStore(screen.aspects, ({ of }) => of.has(id))
  const shape = useStore(graph.store, ({ document }) => cards.shapeOf(id, document))
  const height = cards.heightOf(shape)
  const isMeasured = height === undefined
  useEffect(() => {
    if (!isMeasured || card.current === null) return
    cards.measured(shape, card.current.offsetHeight)
    cards.open(id)
  }, [cards, card, id, shape, isMeasured])
  return { isOpen: isSeen || hasPictures || isMeasured, isMeasured, height }
}
