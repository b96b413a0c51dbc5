import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { libraryOptions } from './library-setting.js'

test('reads one variable, as a path from where the program was started', () => {
  expect(libraryOptions({ FRAMELOOM_ONNXRUNTIME: '/opt/ort/libonnxruntime.so.1' })).toEqual({
    libraryPath: resolve('/opt/ort/libonnxruntime.so.1'),
  })
  expect(libraryOptions({ FRAMELOOM_ONNXRUNTIME: 'ort/lib.so' })).toEqual({ libraryPath: resolve('ort/lib.so') })
  expect(libraryOptions({ FRAMELOOM_ONNXRUNTIME: '' })).toEqual({})
  expect(libraryOptions({})).toEqual({})
})
