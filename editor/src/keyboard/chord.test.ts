import { expect, test } from 'vitest'
import { chordOf, type Pressed } from './chord.js'
import { shortcuts } from './shortcuts.js'

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

test.each([
  [press('z', { ctrlKey: true }), 'Ctrl+Z'],
  [press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
  [press('z', { metaKey: true }), 'Ctrl+Z'],
  [press('?', { shiftKey: true }), '?'],
  [press(' '), 'Space'],
  [press('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft'],
  [press('Enter', { ctrlKey: true, altKey: true }), 'Ctrl+Alt+Enter'],
  [press('ç', { altKey: true, code: 'KeyC' }), 'Alt+C'],
  [press('Dead', { altKey: true, code: 'KeyN' }), 'Alt+N'],
  [press('я', { ctrlKey: true, code: 'KeyZ' }), 'Ctrl+Z'],
  [press('c', { altKey: true, code: 'KeyI' }), 'Alt+C'],
  [press('é', { code: 'Digit2' }), 'É'],
])('%j is %s', (event, chord) => {
  expect(chordOf(event)).toBe(chord)
})

test('no chord has two meanings', () => {
  const chords = shortcuts.flatMap(({ keys }) => keys)
  expect(new Set(chords).size).toBe(chords.length)
})
