import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { graphDocument } from '@frameloom/graph'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** The pages of a folder and of those within, as paths from the root; what is installed, built or made is left out. */
function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /^(\.|node_modules$|dist$|out$)/.test(entry.name) ? [] : pagesIn(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test.each(pagesIn(''))('every link of %s leads somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
  const dead = links.filter(([, path = '', anchor]) => {
    const target = path === '' ? page : relative(root, join(root, dirname(page), path))
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && !anchors(target).includes(anchor)
  })
  expect(dead.map(([link]) => link)).toEqual([])
})

test.each(['docs/studio.md', 'server/src/main.ts'])('%s names every setting of the studio', (page) => {
  const settings = new Set(read('server/src/config.ts').match(/\bFRAMELOOM_[A-Z_]+/g))
  expect(settings.size).toBeGreaterThan(10)
  expect([...settings].filter((setting) => !read(page).includes(setting))).toEqual([])
})

test('the document that its page shows is one', () => {
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(read('docs/document.md')) ?? []
  expect(graphDocument.safeParse(JSON.parse(shown)).error).toBeUndefined()
})

/** Text from a heading of the second level to the next. */
function section(page: string, heading: string): string {
  const [, text = ''] = read(page).split(`\n## ${heading}\n`)
  return text.split('\n## ')[0] ?? ''
}

const figures = (text: string) => [...text.matchAll(/\d+(?:[,.]\d+)*/g)].map(([figure]) => figure)

describe('the README repeats figures as the page that it links to has them', () => {
  test.each([
    ['Performance, as measured', 'docs/performance.md'],
    ['Cache strategies', 'docs/strategies/README.md'],
  ])('%s: %s', (heading, page) => {
    const known = new Set(figures(read(page)))
    // What is not measured: the commands that a section shows, and pages it names.
    const repeated = figures(section('README.md', heading).replaceAll(/`[^`]*`/g, ''))
    expect(repeated.length).toBeGreaterThan(10)
    expect(repeated.filter((figure) => !known.has(figure))).toEqual([])
  })
})
