import { useEffect, useState } from 'react'
import { keptBy } from '../ui/kept.js'

export type Theme = 'dark' | 'light'

const KEY = 'frameloom-theme'

const kept = keptBy(() => localStorage)

/** Dark or light: what was chosen last, else what the system prefers. */
export function useTheme(): readonly [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const chosen = kept.read(KEY)
    if (chosen === 'dark' || chosen === 'light') return chosen
    return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
  })
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark'
    kept.write(KEY, next)
    setTheme(next)
  }
  return [theme, toggle]
}
