import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

const editor = join(import.meta.dirname, '..', '..')

/** Where the built page lies. */
export const site = join(editor, 'dist')

/** By the page's own build script, in a process of its own: under the test runner's environment React would be built for development. */
async function buildPage(): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' }
  const build = spawn('npm', ['run', '--silent', 'build', '--', '--logLevel', 'error'], {
    cwd: editor,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const [status] = await once(build, 'exit')
  if (status !== 0) throw new Error('The page could not be built; the reason is above.')
}

/** Builds the page once before the tests of the page, and anew before each repetition while watching. */
export default async function setup(project: TestProject): Promise<void> {
  await buildPage()
  project.onTestsRerun(buildPage)
}
