import { Download, FilePlus, Trash2, Upload } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { emptyDocument } from '@frameloom/rete-plugin'
import { downloadDocument } from '../studio/download-document.js'
import { openFile } from '../studio/open-file.js'
import { useStudio } from '../studio/studio-context.js'
import { dayOrTime } from '../ui/day-or-time.js'
import { IconButton } from '../ui/icon-button.js'
import { focusBeside } from './focus-beside.js'

/** Saved documents and examples. */
export function LibraryPanel() {
  const studio = useStudio()
  const { library, notices, stage } = studio
  const { documents, templates, current } = useStore(library.store)
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => void library.refresh().catch((cause: unknown) => notices.fail(cause)), [library, notices])

  const failed = (cause: unknown) => notices.fail(cause)
  async function remove(id: string, title: string) {
    const restore = await library.remove(id)
    notices.offer(`Deleted “${title}”.`, { label: 'Undo', run: () => void restore().catch(failed) })
  }
  return (
    <>
      <div className="panel-actions">
        <button
          type="button"
          className="quiet"
          onClick={() => void library.openCopy({ ...emptyDocument, meta: { title: 'Untitled' } }).catch(failed)}
        >
          <FilePlus size={14} aria-hidden /> New
        </button>
        <button type="button" className="quiet" onClick={() => picker.current?.click()}>
          <Upload size={14} aria-hidden /> Open
        </button>
        <button type="button" className="quiet" onClick={() => downloadDocument(studio)}>
          <Download size={14} aria-hidden /> Export
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".json,.mp4,.webm,.png"
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file !== undefined) void openFile(studio, file)
            target.value = ''
          }}
        />
      </div>
      <section>
        <h3>Examples</h3>
        <ul className="template-list">
          {templates.map(({ id, title, description }) => (
            <li key={id}>
              <button type="button" onClick={() => void library.openTemplate(id).catch(failed)}>
                <b>{title}</b>
                <span>{description}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>Documents</h3>
        {documents.length === 0 && <p className="empty">What you build is saved here automatically.</p>}
        <ul className="document-list">
          {documents.map(({ id, title, nodes, savedAt }) => (
            <li key={id} data-current={id === current?.id ? '' : undefined}>
              <button type="button" onClick={() => void library.openDocument(id).catch(failed)}>
                <b>{title || 'Untitled'}</b>
                <span>
                  {nodes === 1 ? '1 node' : `${nodes} nodes`} · {dayOrTime(savedAt)}
                </span>
              </button>
              <IconButton
                icon={Trash2}
                label={`Delete ${title || 'Untitled'}`}
                onClick={({ currentTarget }) => {
                  focusBeside(currentTarget, stage.canvas?.element)
                  void remove(id, title || 'Untitled').catch(failed)
                }}
              />
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
