import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { parseAssignment } from './assignment.js'

test.each([
  ['sampler.seed=7', { node: 'sampler', param: 'seed', text: '7' }],
  ['my.first.sampler.seed=7', { node: 'my.first.sampler', param: 'seed', text: '7' }],
  ['prompt.text=', { node: 'prompt', param: 'text', text: '' }],
  ['prompt.text=see docs.html?a.b=c', { node: 'prompt', param: 'text', text: 'see docs.html?a.b=c' }],
  ['my.prompt.text=a\nb.c=d', { node: 'my.prompt', param: 'text', text: 'a\nb.c=d' }],
])('reads %j', (option, assignment) => {
  expect(parseAssignment(option, [])).toEqual([assignment])
})

test.each(['seed=7', '.seed=7', 'sampler.seed', 'sampler.=7', ''])('says how to write %j', (option) => {
  expect(() => parseAssignment(option, [])).toThrow(InvalidArgumentError)
})
