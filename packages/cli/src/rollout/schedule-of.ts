import { type DenoiseSchedule, scheduleFromSteps, scheduleFromTimesteps, type VideoModel } from '@frameloom/diffusion'
import { z } from 'zod'
import { Refusal } from '../refusal.js'

/** What `--params` says beside the strategy's own parameters; a whole recorded case may be given. Null: as if absent. */
const caseFacts = z.looseObject({
  timesteps: z.array(z.number()).nullish(),
  shift: z.number().nullish(),
})

/**
 * The schedule of a recorded case: its timesteps, which are given after the shift, or else the model's own.
 * @throws Refusal `inputs-invalid`
 * @throws DiffusionError `invalid-schedule`
 */
export function scheduleOf(params: Readonly<Record<string, unknown>>, model: VideoModel): DenoiseSchedule {
  const parsed = caseFacts.safeParse(params)
  if (!parsed.success) {
    const found = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    throw new Refusal(
      'inputs-invalid',
      `--params is refused (${found}): give timesteps as numbers, and shift as a number.`,
    )
  }
  const { steps, shift: own } = model.defaultSchedule
  const { timesteps, shift } = parsed.data
  return timesteps ? scheduleFromTimesteps(timesteps, shift ?? own) : scheduleFromSteps(steps, shift ?? own)
}
