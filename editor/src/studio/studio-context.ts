import { createContext, useContext } from 'react'
import type { Studio } from './studio.js'

export const StudioContext = createContext<Studio | undefined>(undefined)

/** The studio of this page. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext)
  if (studio === undefined)
    throw new Error('A component of the studio stands outside its context: wrap it in StudioContext.')
  return studio
}
