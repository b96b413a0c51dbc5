import { expect, test } from 'vitest'
import { cudaSettings } from './cuda-settings.js'

test('rounds factors on tensor cores only where that was asked for', () => {
  expect(cudaSettings({ gpu: 1, precision: 'f32' })).toMatchObject({ device_id: '1', use_tf32: '0' })
  expect(cudaSettings({ gpu: 0, precision: 'tf32' })).toMatchObject({ device_id: '0', use_tf32: '1' })
})
