import { callRoute } from '@frameloom/protocol'
import { useEffect, useState } from 'react'
import { listenToKeys } from '../keyboard/listen.js'
import { openSocket } from '../run/studio-socket.js'
import { watchPreviews } from '../run/watch-previews.js'
import { catchDrops } from '../studio/catch-drops.js'
import { keepEdits } from '../studio/keep-edits.js'
import { askFirst, openFirst, openedInAddress } from '../studio/open-first.js'
import { createStudio, type Studio } from '../studio/studio.js'
import { StudioContext } from '../studio/studio-context.js'
import { ErrorBoundary } from '../ui/error-boundary.js'
import { keptBy } from '../ui/kept.js'
import { App } from './app.js'
import { BrokenPage } from './broken-page.js'

/** Asks the server for the node types, opens a document, and shows the studio. */
export function Boot() {
  const [studio, setStudio] = useState<Studio>()
  const [problem, setProblem] = useState<string>()
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const state = { over: false, stop: (): void => undefined }
    void begin()
      .then((begun) => {
        if (state.over) return begun.stop()
        state.stop = begun.stop
        setStudio(begun.studio)
      })
      .catch((cause: unknown) => setProblem(cause instanceof Error ? cause.message : String(cause)))
    return () => {
      state.over = true
      state.stop()
    }
  }, [tries])
  if (studio !== undefined) {
    return (
      <StudioContext value={studio}>
        <ErrorBoundary otherwise={(message, again) => <BrokenPage message={message} again={again} />}>
          <App />
        </ErrorBoundary>
      </StudioContext>
    )
  }
  return (
    <div className="boot" role="status">
      {problem === undefined ? (
        <p>Opening the studio…</p>
      ) : (
        <>
          <p>The studio’s server does not answer: {problem}</p>
          <button
            type="button"
            className="primary"
            onClick={() => {
              setProblem(undefined)
              setTries(tries + 1)
            }}
          >
            Try again
          </button>
        </>
      )}
    </div>
  )
}

async function begin(): Promise<{ studio: Studio; stop: () => void }> {
  const asked = callRoute('listNodes', {})
  const first = askFirst()
  const [{ nodes }] = await Promise.all([asked, first.named])
  const socket = openSocket()
  const kept = { tab: keptBy(() => sessionStorage), browser: keptBy(() => localStorage) }
  const studio = createStudio({ nodes, socket, kept })
  try {
    await openFirst(studio, first)
  } catch (cause) {
    socket.close()
    throw cause
  }
  const stops = [
    listenToKeys(studio),
    watchPreviews(studio),
    openedInAddress(studio),
    keepEdits(studio),
    catchDrops(studio),
  ]
  return {
    studio,
    stop: () => {
      for (const stop of stops) stop()
      socket.close()
    },
  }
}
