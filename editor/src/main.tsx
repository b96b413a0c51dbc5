import '@fontsource-variable/inter'
import '@frameloom/rete-plugin/style.css'
import './theme/tokens.css'
import './theme/base.css'
import './theme/app.css'
import './theme/canvas.css'
import './theme/card.css'
import './theme/memory.css'
import './theme/card-title.css'
import './theme/card-collapsed.css'
import './theme/card-preview.css'
import './theme/card-charts.css'
import './theme/card-exchange.css'
import './theme/field.css'
import './theme/slider.css'
import './theme/switch.css'
import './theme/panels.css'
import './theme/dialogs.css'
import { createRoot } from 'react-dom/client'
import { Boot } from './app/boot.js'

const root = document.getElementById('root')
if (root === null) throw new Error("The page has no element 'root'.")
createRoot(root).render(<Boot />)
