import { useStore } from 'zustand'
import { Canvas } from '../canvas/canvas.js'
import { ContextMenu } from '../canvas/context-menu.js'
import { HelpDialog } from '../keyboard/help-dialog.js'
import { InspectDialog } from '../insight/inspect-dialog.js'
import { Palette } from '../palette/palette.js'
import { ConnectDialog } from '../panels/connect-dialog.js'
import { SidePanel } from '../panels/side-panel.js'
import { VideoDialog } from '../panels/video-dialog.js'
import { ViewerDialog } from '../panels/viewer-dialog.js'
import { useStudio } from '../studio/studio-context.js'
import { DropHint } from './drop-hint.js'
import { NoticeList } from './notice-list.js'
import { TopBar } from './top-bar.js'

/** The page. */
export function App() {
  return (
    <div className="app">
      <TopBar />
      <SidePanel />
      <Canvas />
      <Palette />
      <ContextMenu />
      <OpenDialog />
      <DropHint />
      <NoticeList />
    </div>
  )
}

function OpenDialog() {
  const { ui } = useStudio()
  const dialog = useStore(ui, (state) => state.dialog)
  switch (dialog?.kind) {
    case 'help':
      return <HelpDialog />
    case 'connect':
      return <ConnectDialog node={dialog.node} />
    case 'inspect':
      return <InspectDialog node={dialog.node} />
    case 'viewer':
      return <ViewerDialog node={dialog.node} />
    case 'video':
      return <VideoDialog run={dialog.run} name={dialog.name} />
    case undefined:
      return null
  }
}
