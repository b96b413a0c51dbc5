import { CircleHelp, LayoutGrid, Moon, Redo2, Sun, Undo2 } from 'lucide-react'
import { useStore } from 'zustand'
import { describeChange } from '../graph/describe-change.js'
import { RunBar } from '../run/run-bar.js'
import { arrange } from '../studio/commands.js'
import { useStudio } from '../studio/studio-context.js'
import { useTheme } from '../theme/use-theme.js'
import { IconButton } from '../ui/icon-button.js'
import { DocumentTitle } from './document-title.js'
import { Logo } from './logo.js'

export function TopBar() {
  const studio = useStudio()
  const { graph, ui } = studio
  const { past, present, future } = useStore(graph.store, ({ history }) => history)
  const [theme, toggleTheme] = useTheme()
  const before = past.at(-1)
  const [next] = future
  return (
    <header className="top-bar">
      <Logo />
      <DocumentTitle />
      <RunBar />
      <div className="top-actions">
        <IconButton
          icon={Undo2}
          label={before ? `Undo: ${describeChange(before, present)}` : 'Undo'}
          keys="Ctrl+Z"
          disabled={before === undefined}
          onClick={() => graph.undo()}
        />
        <IconButton
          icon={Redo2}
          label={next ? `Redo: ${describeChange(present, next)}` : 'Redo'}
          keys="Ctrl+Shift+Z"
          disabled={next === undefined}
          onClick={() => graph.redo()}
        />
        <IconButton icon={LayoutGrid} label="Arrange all nodes" keys="Ctrl+Shift+F" onClick={() => arrange(studio)} />
        <IconButton
          icon={theme === 'dark' ? Sun : Moon}
          label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          onClick={toggleTheme}
        />
        <IconButton
          icon={CircleHelp}
          label="Keys and gestures"
          keys="?"
          onClick={() => ui.setState({ dialog: { kind: 'help' } })}
        />
      </div>
    </header>
  )
}
