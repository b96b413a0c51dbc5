import type { PixelFrame } from '@frameloom/tensor'
import { lightAt } from '../world/palette.js'
import type { Biome } from '../world/scene.js'
import { readBiome } from './biome.js'
import { fitCharacter, type SeenCharacter } from './character-fit.js'
import { CharacterSearch } from './character-search.js'
import { ColourGrid } from './colour-grid.js'
import { Clock } from './hour.js'
import { softened } from './soft-frame.js'

/** What a picture of the world shows, told from its pixels alone. */
export interface Sighting {
  /** Share of the day, as `Scene.day`. */
  readonly day: number
  readonly biome: Biome
  /** Absent where none is to be seen, because the train hides it or because the video has lost it. */
  readonly character?: SeenCharacter
}

/**
 * Mean squared difference per channel from the best-fitting character above which there is none. Rendered characters fit to
 * 0.006, twice blurred to 0.013; decoded from exact latents, nine of ten fit to 0.0135. Pictures in which the train hides it
 * stay above 0.016 rendered, above 0.0142 decoded.
 */
const NOTHING = 0.014

/**
 * Reads pictures of the embedded model's world by comparing them with the renderer's own colours and outlines under the
 * light of the hour that their sky shows. No learned judge: every decision is the smallest squared difference. One eye
 * reads any number of pictures of one size.
 */
export class Eye {
  readonly #search = new CharacterSearch()
  #clock: { readonly columns: number; readonly clock: Clock } | undefined

  look(frame: PixelFrame): Sighting {
    const grid = new ColourGrid(frame)
    const day = this.#clockFor(grid).read(grid)
    const light = lightAt(day)
    const biome = readBiome(grid, light)
    const soft = softened(frame)
    const character = fitCharacter(this.#search.find(new ColourGrid(soft), light), { frame, soft, light })
    return { day, biome, ...(character.misfit < NOTHING && { character }) }
  }

  #clockFor({ columns }: ColourGrid): Clock {
    if (this.#clock?.columns !== columns) this.#clock = { columns, clock: new Clock(columns) }
    return this.#clock.clock
  }
}
