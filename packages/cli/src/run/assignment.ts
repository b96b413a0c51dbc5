import { InvalidArgumentError } from 'commander'

/** `--set node.param=value`, as written. */
export interface Assignment {
  readonly node: string
  readonly param: string
  readonly text: string
}

/** Collects `--set` options. A node's id may hold dots, a parameter's name may not, and a value may hold anything. */
export function parseAssignment(option: string, before: readonly Assignment[]): readonly Assignment[] {
  const [, node, param, text] = /^(.+?)\.([^.=]+)=(.*)$/s.exec(option) ?? []
  if (node === undefined || param === undefined || text === undefined) {
    throw new InvalidArgumentError(`Write node.param=value, such as --set sampler.seed=7.`)
  }
  return [...before, { node, param, text }]
}
