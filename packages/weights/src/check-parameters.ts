import { formatShape, sameShape, type Shape } from '@frameloom/tensor'
import type { SafetensorsFile } from './safetensors-file.js'
import { WeightsError } from './weights-error.js'

/** A parameter that a model needs: name and shape as in the file. */
export interface Parameter {
  readonly name: string
  readonly shape: Shape
}

/**
 * Requires the file to hold exactly the expected parameters.
 * @throws WeightsError `parameters-mismatch` with every missing, mis-shaped and unexpected parameter and its shape
 */
export function checkParameters(file: SafetensorsFile, expected: readonly Parameter[]): void {
  const missing: string[] = []
  const misshaped: string[] = []
  for (const { name, shape } of expected) {
    const found = file.tensors.get(name)
    if (found === undefined) missing.push(`${name} ${formatShape(shape)}`)
    else if (!sameShape(found.shape, shape)) {
      misshaped.push(`${name} ${formatShape(found.shape)} where ${formatShape(shape)} is expected`)
    }
  }
  const names = new Set(expected.map(({ name }) => name))
  const unexpected = [...file.tensors]
    .filter(([name]) => !names.has(name))
    .map(([name, { shape }]) => `${name} ${formatShape(shape)}`)

  const found = [listed('missing', missing), listed('of another shape', misshaped), listed('unexpected', unexpected)]
  const problems = found.filter((part) => part !== undefined)
  if (problems.length === 0) return
  throw new WeightsError(
    'parameters-mismatch',
    `The parameters of ${file.path} do not fit the model: ${problems.join('; ')}. Give the config.json and the weights of one model.`,
  )
}

const listed = (what: string, items: readonly string[]) =>
  items.length === 0 ? undefined : `${items.length} ${what} (${items.join(', ')})`
