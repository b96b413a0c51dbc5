import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

const editor = join(import.meta.dirname, '..', '..')

/** Where the built page lies. */
export const site = join(editor, 'dist')

async function buildPage(): Promise<void> {
  await build({ root: editor, logLevel: 'silent' })
}

/** Builds the page once before the tests of the page, and anew before each repetition while watching. */
export default async function setup(project: TestProject): Promise<void> {
  await buildPage()
  project.onTestsRerun(buildPage)
}
