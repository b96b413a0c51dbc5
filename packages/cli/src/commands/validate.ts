import type { Command } from 'commander'
import { exitCode } from '../exit-code.js'
import { issueLine } from '../issue-line.js'
import { packOption } from '../pack-option.js'
import type { Terminal } from '../terminal.js'

interface ValidateOptions {
  readonly pack: readonly string[]
  readonly json: boolean
}

/** `frameloom validate`: every issue of a document, with its place. */
export function defineValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .summary('list everything that keeps a document from running')
    .description('Checks a document without running it and prints every issue with its place (a JSON Pointer).')
    .argument('<document>', 'a *.frameloom.json file, or a video or picture that carries one')
    .addOption(packOption())
    .option('--json', 'one JSON object: {"valid": ..., "issues": [...]}', false)
    .addHelpText('after', EXAMPLE)
    .action((path: string, options: ValidateOptions) => validate(path, options, terminal))
}

const EXAMPLE = `
Example:
  frameloom validate examples/endless-memrope/endless-memrope.frameloom.json
`

async function validate(path: string, { pack, json }: ValidateOptions, { out }: Terminal): Promise<void> {
  const [{ parseJson, validate: validateDocument }, { loadCatalog }, { readDocumentText }] = await Promise.all([
    import('@frameloom/graph'),
    import('@frameloom/host'),
    import('../read-document.js'),
  ])
  const parsed = parseJson(await readDocumentText(path))
  const issues = parsed.ok ? validateDocument(parsed.value, await loadCatalog(pack)) : parsed.issues
  const valid = issues.length === 0
  if (!valid) process.exitCode = exitCode.refused
  if (json) return out.json({ valid, issues })
  for (const issue of issues) await out.line(issueLine(issue))
  await out.line(
    valid ? `${path} can run.` : `${path} has ${issues.length === 1 ? 'an issue' : `${issues.length} issues`}.`,
  )
}
