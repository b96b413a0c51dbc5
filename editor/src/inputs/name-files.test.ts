import { describe, expect, test } from 'vitest'
import { nameFiles } from './name-files.js'

const kinds = [
  { types: ['image/png', 'image/jpeg'], several: true, when: { source: 'pictures' } },
  { types: ['video/mp4'], several: false, when: { source: 'video' } },
]
const png = (name: string) => ({ name, type: 'image/png' })
const mp4 = (name: string) => ({ name, type: 'video/mp4' })
const naming = (params: Record<string, string>, files: readonly { name: string; type: string }[]) =>
  nameFiles({ param: 'files', kinds, params: { source: 'world', files: '', ...params }, files })

describe('files that a node is to read', () => {
  test('are named a line each, and the node is set to read them', () => {
    expect(naming({}, [png('a.png'), png('b.png')])).toEqual({
      set: { source: 'pictures', files: 'a.png\nb.png' },
      leftOut: [],
    })
    expect(naming({}, [mp4('a.mp4')])?.set).toEqual({ source: 'video', files: 'a.mp4' })
  })

  test('join pictures that it reads already, each once', () => {
    const reading = { source: 'pictures', files: 'a.png\n' }
    expect(naming(reading, [png('b.png'), png('a.png')])?.set['files']).toBe('a.png\nb.png')
  })

  test('take the place of what it does not read, or reads as one', () => {
    expect(naming({ files: 'old.png' }, [png('a.png')])?.set['files']).toBe('a.png')
    expect(naming({ source: 'pictures', files: 'old.png' }, [mp4('a.mp4')])?.set['files']).toBe('a.mp4')
    expect(naming({ source: 'video', files: 'old.mp4' }, [mp4('a.mp4')])?.set['files']).toBe('a.mp4')
  })

  test('of another kind than the first, or a second video, are left out', () => {
    expect(naming({}, [png('a.png'), mp4('a.mp4')])?.leftOut).toEqual([mp4('a.mp4')])
    expect(naming({}, [mp4('a.mp4'), mp4('b.mp4')])).toEqual({
      set: { source: 'video', files: 'a.mp4' },
      leftOut: [mp4('b.mp4')],
    })
    expect(naming({}, [{ name: 'a.webm', type: 'video/webm' }])).toBeUndefined()
    expect(naming({}, [])).toBeUndefined()
  })
})
