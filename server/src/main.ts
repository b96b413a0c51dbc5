import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type DestinationStream, pino } from 'pino'
import { ConfigError, readConfig } from './config.js'
import { openStudio } from './studio.js'

const HELP = `frameloom-studio [--host HOST] [--port PORT] [--data DIR] [--models DIR]

Serves the studio. Everything can be set by environment variables too: FRAMELOOM_HOST, FRAMELOOM_PORT, FRAMELOOM_DATA,
FRAMELOOM_MODELS, FRAMELOOM_PACKS, FRAMELOOM_TOKEN, FRAMELOOM_ALLOWED_HOSTS, FRAMELOOM_ALLOWED_ORIGINS, FRAMELOOM_LOG,
FRAMELOOM_CHECKPOINT_EVERY, FRAMELOOM_AUTO_DEVICE, FRAMELOOM_MOST_WAITING, FRAMELOOM_MOST_SOCKETS,
FRAMELOOM_MOST_UPLOAD_MIB, FRAMELOOM_GRACE_SECONDS.
`

async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { host: text, port: text, data: text, models: text, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help === true) {
    process.stdout.write(HELP)
    return
  }
  const given = {
    FRAMELOOM_HOST: values.host,
    FRAMELOOM_PORT: values.port,
    FRAMELOOM_DATA: values.data,
    FRAMELOOM_MODELS: values.models,
  }
  const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const config = readConfig({ ...process.env, ...flags })
  const log = pino({ level: config.logLevel }, logOutput())
  const root = join(import.meta.dirname, '..', '..')
  const studio = await openStudio({
    config,
    log,
    runnerEntry: join(import.meta.dirname, 'runner', 'main.js'),
    thumbnailEntry: join(import.meta.dirname, 'inputs', 'thumbnail-main.js'),
    editorDir: join(root, 'editor', 'dist'),
    templatesDir: join(root, 'examples'),
  })
  const token = config.token === undefined ? '' : `/#token=${config.token}`
  process.stdout.write(`Frameloom studio: ${studio.url}${token}\n`)

  let asked = false
  const end = (): void => {
    if (asked) return
    asked = true
    log.info('Runs end after their current chunk, then the server ends. Press Ctrl+C again to end at once.')
    void studio.close().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130)
      end()
    })
  }
  // A terminal that is closed, which may tell so more than once.
  process.on('SIGHUP', end)
}

/** Where the log goes, and what is printed: a terminal that is gone takes neither, and that ends nothing. */
function logOutput(): DestinationStream {
  const output = pino.destination({ dest: 2, sync: true })
  output.on('error', () => {})
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return output
}

try {
  await main()
} catch (cause) {
  const known = cause instanceof ConfigError || (cause instanceof Error && 'code' in cause)
  process.stderr.write(`${known ? cause.message : cause instanceof Error ? cause.stack : String(cause)}\n`)
  process.exitCode = 1
}
