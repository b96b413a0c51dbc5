import type { Studio } from './studio.js'

/** Opens what the address names, else the document saved last, else the first example. */
export async function openFirst(studio: Studio): Promise<void> {
  const { library } = studio
  await library.refresh()
  const { documents, templates } = library.store.getState()
  const wanted = new URLSearchParams(location.hash.slice(1))
  const named = documents.find(({ id }) => id === wanted.get('document'))
  const template = templates.find(({ id }) => id === wanted.get('template'))
  const first = named ?? (template === undefined ? documents[0] : undefined)
  if (first !== undefined) await library.openDocument(first.id)
  else if (templates[0] !== undefined) await library.openTemplate((template ?? templates[0]).id)
}

/** Keeps the open document in the page's address, so that a reload opens it again. Returns how to stop that. */
export function openedInAddress({ library }: Studio): () => void {
  const write = (id: string | undefined) => history.replaceState(null, '', id === undefined ? '#' : `#document=${id}`)
  const { current: first } = library.store.getState()
  if (first !== undefined) write(first.id)
  return library.store.subscribe(({ current }, before) => {
    if (current?.id !== before.current?.id) write(current?.id)
  })
}
