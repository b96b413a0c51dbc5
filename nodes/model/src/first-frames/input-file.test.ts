import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { inputFile } from './input-file.js'

const root = await realpath(await mkdtemp(join(tmpdir(), 'frameloom-inputs-')))
afterAll(() => rm(root, { recursive: true, force: true }))
const [first, second] = [join(root, 'first'), join(root, 'second')]
const services = { inputDirs: [first, second] }
await mkdir(join(first, 'sea'), { recursive: true })
await mkdir(second)
await writeFile(join(root, 'secret.png'), '')
await writeFile(join(first, 'sea', 'wave.png'), '')
await writeFile(join(second, 'hill.png'), '')
await symlink(join(root, 'secret.png'), join(first, 'out.png'))
await symlink(join(second, 'hill.png'), join(second, 'same.png'))
await symlink(root, join(first, 'up'))

describe('a file that a document names', () => {
  test('is found in the first input folder that holds it, links inside of it resolved', async () => {
    expect(await inputFile('sea/wave.png', services)).toBe(join(first, 'sea', 'wave.png'))
    expect(await inputFile('hill.png', services)).toBe(join(second, 'hill.png'))
    expect(await inputFile('same.png', services)).toBe(join(second, 'hill.png'))
  })

  test.each(['/etc/hostname', '../secret.png', 'sea/../../secret.png', 'C:\\secret.png', '..\\secret.png', 'a\0b'])(
    'is refused where its name leads out, %j',
    async (name) => {
      await expect(inputFile(name, services)).rejects.toMatchObject({ code: 'input-refused' })
    },
  )

  test('is refused where it is a folder', async () => {
    await expect(inputFile('sea', services)).rejects.toThrow(/^'sea' is not a file but a folder/)
  })

  test.each(['out.png', 'up/secret.png', 'none.png', '.', 'sea/wave.png/more'])(
    'is not there where no folder holds it or a link leads out, %j',
    async (name) => {
      await expect(inputFile(name, services)).rejects.toThrow(`The file '${name}' was not found in ${first}, ${second}`)
    },
  )

  test('is none where the host lends no folder', async () => {
    await expect(inputFile('hill.png', {})).rejects.toThrow('an input folder, because this host has none')
  })
})
