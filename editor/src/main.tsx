import '@fontsource-variable/inter'
import '@frameloom/rete-plugin/style.css'
import './theme/tokens.css'
import './theme/base.css'
import './theme/app.css'
import './theme/canvas.css'
import './theme/card.css'
import './theme/memory.css'
import './theme/panels.css'
import './theme/dialogs.css'
import { createRoot } from 'react-dom/client'
import { Boot } from './app/boot.js'

const root = document.getElementById('root')
if (root === null) throw new Error("The page has no element 'root'.")
createRoot(root).render(<Boot />)
