import { describe, expect, test } from 'vitest'
import { checkParameters } from './check-parameters.js'
import type { TensorEntry } from './header-entry.js'
import { parameterName, withParameterNames } from './parameter-name.js'
import type { SafetensorsFile } from './safetensors-file.js'

function fileOf(shapes: Readonly<Record<string, readonly number[]>>): SafetensorsFile {
  const tensors = new Map<string, TensorEntry>()
  for (const [name, shape] of Object.entries(shapes))
    tensors.set(name, { dtype: 'f32', shape, offset: 0, byteLength: 0 })
  return { path: 'w.safetensors', tensors, metadata: {} }
}

test.each([
  ['head.modulation', 'head.modulation'],
  ['model.head.modulation', 'head.modulation'],
  ['model.diffusion_model.blocks.0.modulation', 'blocks.0.modulation'],
  ['diffusion_model.blocks.0.modulation', 'blocks.0.modulation'],
  ['model._fsdp_wrapped_module.blocks.0._checkpoint_wrapped_module.ffn.0.weight', 'blocks.0.ffn.0.weight'],
  ['_orig_mod.module.head.head.bias', 'head.head.bias'],
  ['blocks.0.submodule.weight', 'blocks.0.submodule.weight'],
])('%s is the parameter %s', (name, parameter) => {
  expect(parameterName(name)).toBe(parameter)
  expect(parameterName(parameter)).toBe(parameter)
})

test('refuses two tensors that mean one parameter', () => {
  expect(() => withParameterNames(fileOf({ 'model.a': [], a: [] }))).toThrow(/parameter a under two names/)
})

describe('the check against a model', () => {
  test('passes when every name and shape fits', () => {
    expect(() => checkParameters(fileOf({ a: [1, 2] }), [{ name: 'a', shape: [1, 2] }])).not.toThrow()
  })

  test('lists everything that is missing, mis-shaped or unexpected at once, with shapes', () => {
    const expected = [
      { name: 'a', shape: [1] },
      { name: 'b', shape: [2, 3] },
      { name: 'c', shape: [4] },
    ]
    expect(() => checkParameters(fileOf({ b: [3, 2], c: [4], d: [5], e: [] }), expected)).toThrow(
      'w.safetensors do not fit the model: 1 missing (a [1]); 1 of another shape (b [3, 2] where [2, 3] is expected); ' +
        '2 unexpected (d [5], e []).',
    )
  })
})
