import { defineNode, describeNode } from '@frameloom/graph'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldsOf } from './field.js'

const fields = fieldsOf(
  describeNode(
    defineNode({
      type: 'test/all',
      version: 1,
      title: 'All',
      category: 'Test',
      help: 'A parameter of every kind.',
      inputs: {},
      outputs: {},
      params: z.strictObject({
        rate: z.number().min(0).max(1).default(0.1).meta({ title: 'Rate', description: 'x', live: true }),
        few: z.int().min(0).max(64).default(3).meta({ title: 'Few', description: 'x', unit: 'frames' }),
        many: z.int().min(0).max(1024).default(12).meta({ title: 'Many', description: 'x' }),
        chunks: z
          .int()
          .min(0)
          .default(0)
          .meta({ title: 'Chunks', description: 'x', unit: 'chunks', zero: 'until stopped' }),
        seed: z.int().min(0).default(0).meta({ title: 'Seed', description: 'x', role: 'seed' }),
        mode: z.enum(['a', 'b']).default('a').meta({ title: 'Mode', description: 'x', advanced: true }),
        on: z.boolean().default(true).meta({ title: 'On', description: 'x' }),
        prompt: z.string().default('').meta({ title: 'Prompt', description: 'x', multiline: true }),
        files: z
          .string()
          .default('')
          .meta({ title: 'Files', description: 'x', files: [{ types: ['image/png'], several: true, when: {} }] }),
        steps: z.array(z.int()).default([]).meta({ title: 'Steps', description: 'x' }),
      }),
      execute: () => ({}),
    }),
  ),
)
const field = (name: string) => fields.find((one) => one.name === name)

test('derives a field of the fitting kind from every parameter', () => {
  expect(Object.fromEntries(fields.map(({ name, face }) => [name, face.kind]))).toEqual({
    rate: 'slider',
    few: 'slider',
    many: 'number',
    chunks: 'number',
    seed: 'seed',
    mode: 'select',
    on: 'switch',
    prompt: 'text',
    files: 'files',
    steps: 'numbers',
  })
})

test('carries label, unit, default and what may change during a run', () => {
  expect(field('rate')).toMatchObject({ label: 'Rate', live: true, fallback: 0.1 })
  expect(field('few')).toMatchObject({ unit: 'frames', live: false, face: { min: 0, max: 64, step: 1 } })
  expect(field('mode')).toMatchObject({ advanced: true, face: { options: ['a', 'b'] } })
})

test('takes the bounds that stand for any integer for none', () => {
  expect(field('chunks')?.face).toEqual({ kind: 'number', min: 0, step: 1 })
})

test('says no unit that the label says, and what 0 stands for', () => {
  expect(field('few')).toMatchObject({ unit: 'frames', zero: undefined })
  expect(field('chunks')).toMatchObject({ unit: undefined, zero: 'until stopped' })
})
