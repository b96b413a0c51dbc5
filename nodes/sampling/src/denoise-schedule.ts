import { scheduleFromSteps } from '@frameloom/diffusion'
import { defineNode, port } from '@frameloom/graph'
import { denoiseSchedule, videoModel } from '@frameloom/sockets'
import { z } from 'zod'

export const denoiseScheduleNode = defineNode({
  type: 'sampling/denoise-schedule',
  version: 1,
  title: 'Denoise Schedule',
  category: 'Sampling',
  help: `The noise levels a chunk passes through. Few-step models look best at the very steps they were distilled for, which is
    what an empty list and a shift of 0 stand for.`,
  inputs: {
    model: port(videoModel, 'Supplies the steps and the shift it was distilled with.'),
  },
  outputs: {
    schedule: port(denoiseSchedule, 'Connect to a Frame Sampler.'),
  },
  params: z.strictObject({
    steps: z.array(z.int().min(1).max(1000)).max(64).default([]).meta({
      title: 'Steps',
      description: 'Falling numbers from 1000 to 1, before the shift. More take longer. Empty: the model\u2019s own.',
    }),
    shift: z.number().min(0).max(100).default(0).meta({
      title: 'Shift',
      description: 'Above 1 spends more steps on the noisy end. 0: the model\u2019s own.',
    }),
  }),
  execute({ inputs: { model }, params }) {
    const { steps, shift } = model.defaultSchedule
    return { schedule: scheduleFromSteps(params.steps.length > 0 ? params.steps : steps, params.shift || shift) }
  },
})
