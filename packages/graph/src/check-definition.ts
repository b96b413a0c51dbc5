import { z } from 'zod'
import type { NodeDefinition } from './node.js'
import type { FileKind } from './param-meta.js'
import type { Ports } from './port.js'

const TYPE = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/
const NAME = /^[a-z][A-Za-z0-9]*$/
const SOCKET = /^[a-z][a-z0-9-]*$/

/** Thrown where a node type, pack or catalog is declared wrongly: a mistake in code, never in a document. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
  /** Everything that is wrong, one sentence each. */
  readonly problems: readonly string[]

  constructor(place: string, problems: readonly string[]) {
    super([`${place} is declared wrongly:`, ...problems].join('\n- '))
    this.problems = problems
  }
}

/** @throws DefinitionError listing every problem of the declaration */
export function checkDefinition(definition: NodeDefinition): void {
  const problems = [
    ...faceProblems(definition),
    ...portProblems(definition),
    ...passProblems(definition),
    ...paramProblems(definition),
    ...migrationProblems(definition),
  ]
  if (problems.length > 0) throw new DefinitionError(`Node type '${definition.type}'`, problems)
}

function faceProblems({ type, version, title, category, help }: NodeDefinition): string[] {
  const problems: string[] = []
  if (!TYPE.test(type)) problems.push(`type is '${type}'; expected 'category/name' in kebab-case.`)
  if (!Number.isInteger(version) || version < 1) problems.push(`version is ${version}; expected an integer from 1 up.`)
  for (const [name, text] of Object.entries({ title, category, help })) {
    if (text.trim() === '') problems.push(`${name} is empty; people choose the node by it.`)
  }
  return problems
}

function portProblems({ inputs, outputs, conflicts = [], insights = {} }: NodeDefinition): string[] {
  const problems: string[] = []
  for (const [side, ports] of [
    ['input', inputs],
    ['output', outputs],
  ] satisfies [string, Ports][]) {
    for (const [name, { socket, help }] of Object.entries(ports)) {
      if (!NAME.test(name)) problems.push(`${side} '${name}' is not a port name; expected camelCase.`)
      if (!SOCKET.test(socket.name))
        problems.push(`${side} '${name}' has socket '${socket.name}'; expected kebab-case.`)
      if (help.trim() === '') problems.push(`${side} '${name}' has no help; say what to connect.`)
    }
  }
  for (const [name, { traits }] of Object.entries(inputs)) {
    if (traits.length > 0) problems.push(`input '${name}' has traits; only an output can state facts about its value.`)
  }
  for (const [name, { live, optional }] of Object.entries(outputs)) {
    if (live || optional) problems.push(`output '${name}' is live or optional; only inputs can be.`)
  }
  for (const name of conflicts.flatMap((conflict) => Object.keys(conflict.inputs))) {
    if (!Object.hasOwn(inputs, name)) problems.push(`conflicts name '${name}', which is not an input.`)
  }
  for (const name of Object.keys(insights)) {
    if (!Object.hasOwn(inputs, name)) problems.push(`insights name '${name}', which is not an input.`)
  }
  return problems
}

function passProblems({ inputs, outputs, passes }: NodeDefinition): string[] {
  if (passes === undefined) return []
  const lacking = Object.keys(outputs).filter((output) => !Object.hasOwn(passes, output))
  return [
    ...lacking.map((output) => `passes leaves output '${output}' out; a bypassed node must serve all its readers.`),
    ...Object.entries(passes).flatMap(([output, input]) => {
      const [from, to] = [inputs[input], outputs[output]]
      if (from === undefined || to === undefined)
        return [`passes maps '${output}' to '${input}'; name an output and an input.`]
      const same = from.socket.name === to.socket.name && from.flow === to.flow
      return same ? [] : [`passes maps '${output}' to '${input}', which is of another kind.`]
    }),
  ]
}

const paramsSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ title: z.string().min(1), description: z.string().min(1) })),
  additionalProperties: z.literal(false),
})

function paramProblems({ params, horizon }: NodeDefinition): string[] {
  let schema: unknown
  try {
    schema = z.toJSONSchema(params, { io: 'input' })
  } catch (cause) {
    return [`params cannot be written as JSON Schema (${String(cause)}); use types that JSON has.`]
  }
  const problems = (paramsSchema.safeParse(schema).error?.issues ?? []).map(({ path }) =>
    path[0] === 'additionalProperties'
      ? 'params is not a z.strictObject, so a misspelt parameter would be silently ignored.'
      : `parameter '${String(path[1])}' lacks ${path[2] === undefined ? 'its type' : `.meta({ ${String(path[2])} })`}.`,
  )
  for (const [name, field] of Object.entries(params.shape)) {
    const kinds: readonly FileKind[] = field.meta()?.files ?? []
    const others = kinds.flatMap(({ when }) => Object.keys(when))
    for (const other of others.filter((param) => !Object.hasOwn(params.shape, param))) {
      problems.push(`files of parameter '${name}' depend on '${other}', which is not a parameter.`)
    }
  }
  if (horizon !== undefined && !Object.hasOwn(params.shape, horizon)) {
    problems.push(`horizon is '${horizon}', which is not a parameter.`)
  }
  return problems
}

function migrationProblems({ version, migrations = [] }: NodeDefinition): string[] {
  const found = migrations.map(({ to }) => to).join(', ')
  const expected = Array.from({ length: Math.max(0, version - 1) }, (_, index) => index + 2).join(', ')
  return found === expected
    ? []
    : [`migrations lead to versions [${found}]; version ${version} needs [${expected}], in this order.`]
}
