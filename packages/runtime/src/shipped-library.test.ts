import { access } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { shippedLibraryPath, supportedMachines } from './shipped-library.js'

test.each(supportedMachines)('the library for %s is in the package', async (machine) => {
  const [platform = '', arch = ''] = machine.split(' ')
  await access(shippedLibraryPath({ platform, arch }))
})

test.each([
  ['darwin', 'x64'],
  ['linux', 'riscv64'],
  ['freebsd', 'x64'],
])('a machine that the package does not serve is told so, not to install again: %s %s', (platform, arch) => {
  expect(() => shippedLibraryPath({ platform, arch })).toThrow(
    expect.objectContaining({
      code: 'library-unusable',
      reason: `onnxruntime-node 1.30.0 carries no library for ${platform} ${arch}`,
      cure: 'use one of linux x64, linux arm64, darwin arm64, win32 x64, win32 arm64, or name a library with FRAMELOOM_ONNXRUNTIME',
    }),
  )
})
