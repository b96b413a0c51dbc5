import { ApiFailure, callRoute } from '@frameloom/protocol'
import { askLists, type LibraryLists, type ReadDocument } from '../library/library.js'
import type { Studio } from './studio.js'

/** What the page begins with, on its way from the server. */
export interface First {
  /** The document that the address names; nothing where it names none, or none that there is. */
  readonly named: Promise<ReadDocument | undefined>
  readonly lists: Promise<LibraryLists>
}

/** Asks for all at once, so that a page waits for the slowest answer and not for their sum. */
export function askFirst(): First {
  const id = wanted('document')
  const named = id === null ? Promise.resolve(undefined) : readNamed(id)
  const lists = askLists()
  // Whoever opens the document hears of a failure; where the page cannot begin at all nobody does.
  lists.catch(() => undefined)
  return { named, lists }
}

/** Opens what the address names, else the document saved last, else the first example. */
export async function openFirst({ library, notices }: Studio, { named, lists }: First): Promise<void> {
  const listed = library.refresh(lists)
  const read = await named
  if (read !== undefined) {
    listed.catch((cause: unknown) => notices.fail(cause))
    return library.openRead(read)
  }
  await listed
  const { documents, templates } = library.store.getState()
  const template = templates.find(({ id }) => id === wanted('template'))
  const first = template === undefined ? documents[0] : undefined
  if (first !== undefined) await library.openDocument(first.id)
  else if (templates[0] !== undefined) await library.openTemplate((template ?? templates[0]).id)
}

async function readNamed(id: string): Promise<ReadDocument | undefined> {
  try {
    return await callRoute('readDocument', { params: { id } })
  } catch (cause) {
    if (cause instanceof ApiFailure) return undefined
    throw cause
  }
}

const wanted = (what: 'document' | 'template'): string | null => new URLSearchParams(location.hash.slice(1)).get(what)

/**
 * Keeps the open document in the page's address, so that a reload opens it again, and opens what an address names that is typed or
 * followed on the page. Returns how to stop that.
 */
export function openedInAddress({ library, notices }: Studio): () => void {
  const write = (id: string | undefined) => history.replaceState(null, '', id === undefined ? '#' : `#document=${id}`)
  const { current: first } = library.store.getState()
  if (first !== undefined) write(first.id)
  const stop = library.store.subscribe(({ current }, before) => {
    if (current?.id !== before.current?.id) write(current?.id)
  })
  const follow = () => {
    const [id, template] = [wanted('document'), wanted('template')]
    const { current } = library.store.getState()
    if (id === null ? template === null : id === current?.id) return
    const opening = id === null ? library.openTemplate(template ?? '') : library.openDocument(id)
    opening.catch((cause: unknown) => {
      notices.fail(cause)
      write(library.store.getState().current?.id)
    })
  }
  addEventListener('hashchange', follow)
  return () => {
    stop()
    removeEventListener('hashchange', follow)
  }
}
