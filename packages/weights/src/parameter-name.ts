import type { SafetensorsFile } from './safetensors-file.js'
import { WeightsError } from './weights-error.js'

/** Left in names by training wrappers (FSDP, activation checkpoints, torch.compile, DDP). */
const WRAPPERS = /(?:^|(?<=\.))(?:_fsdp_wrapped_module|_checkpoint_wrapped_module|_orig_mod|module)\./g
/** Put before names by programs that keep several models in one file. */
const MODEL_PREFIX = /^(?:model\.diffusion_model|diffusion_model|model)\./

/** The parameter's own name under whatever a trainer or another program has put around it. */
export function parameterName(name: string): string {
  return name.replace(WRAPPERS, '').replace(MODEL_PREFIX, '')
}

/**
 * The same file, its tensors under their parameters' own names.
 * @throws WeightsError `duplicate-name` where two tensors mean one parameter
 */
export function withParameterNames(file: SafetensorsFile): SafetensorsFile {
  const tensors = new Map([...file.tensors].map(([name, entry]) => [parameterName(name), entry]))
  if (tensors.size < file.tensors.size) {
    const names = [...file.tensors.keys()]
    const [twice = ''] = names.filter(
      (name, i) => names.findIndex((other) => parameterName(other) === parameterName(name)) < i,
    )
    throw new WeightsError(
      'duplicate-name',
      `${file.path} holds the parameter ${parameterName(twice)} under two names, one of them ${twice}: keep one of the two.`,
    )
  }
  return { ...file, tensors }
}
