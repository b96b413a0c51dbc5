import { expect, test } from 'vitest'
import { bundledCatalog } from './bundled-catalog.js'
import { fileNameOf } from './file-name.js'

test('a title becomes a name that every file system takes', () => {
  expect(fileNameOf('Ein Hügel: bei Nacht/2')).toBe('Ein Hügel- bei Nacht-2')
  expect(fileNameOf('x'.repeat(200))).toHaveLength(150)
})

test('letters of all scripts stay, composed, and a long title is cut between them', () => {
  // Devanagari writes vowels as marks; the accent comes apart, as file names of a Mac have it.
  expect(fileNameOf('हिन्दी Cafe\u0301')).toBe('हिन्दी Caf\u00e9')
  expect(fileNameOf('夜'.repeat(90))).toBe('夜'.repeat(50))
  expect(fileNameOf('𠮷'.repeat(90))).toBe('𠮷'.repeat(37))
})

test.each(['', '.', '..', ' .. ', '...'])("'%s' names no folder", (title) => {
  expect(fileNameOf(title)).toBe('video')
})

test.each(['夜'.repeat(90), 'हिन्दी Cafe\u0301', 'x'.repeat(200), 'a/b'])(
  "Save Video takes the name made of '%s'",
  (title) => {
    const { params } = bundledCatalog().get('output/save-video')?.definition ?? {}
    expect(params?.safeParse({ name: fileNameOf(title) })).toMatchObject({ success: true })
    expect(params?.safeParse({ name: `${fileNameOf('夜'.repeat(90))}夜` })).toMatchObject({ success: false })
  },
)
