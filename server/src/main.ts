import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type DestinationStream, pino } from 'pino'
import { ConfigError, readConfig } from './config.js'
import { openStudio } from './studio.js'

const HELP = `frameloom-studio [--host HOST] [--port PORT] [--data DIR] [--models DIR]

Serves the studio. An option goes before the variable of the same name.

  FRAMELOOM_HOST, FRAMELOOM_PORT   where it listens (127.0.0.1, 7860; port 0: a free one)
  FRAMELOOM_DATA                   folder of documents, runs and inputs (~/.frameloom)
  FRAMELOOM_MODELS                 folders of model folders, as in PATH (models in the data folder)
  FRAMELOOM_PACKS                  node packs beside the bundled ones, comma-separated: packages or absolute paths
  FRAMELOOM_TOKEN                  32 or more letters and digits; needed for any host but this machine
  FRAMELOOM_ALLOWED_HOSTS          host:port that browsers may use, comma-separated; needed with it
  FRAMELOOM_ALLOWED_ORIGINS        other pages that may use it, comma-separated
  FRAMELOOM_ONNXRUNTIME            another library file of ONNX Runtime, of the same version
  FRAMELOOM_AUTO_DEVICE            queue of runs that ask for no device: cpu or cuda (cpu)
  FRAMELOOM_CHECKPOINT_EVERY       chunks between two checkpoints (20)
  FRAMELOOM_GRACE_SECONDS          how long runs may take to end when the server is stopped (20)
  FRAMELOOM_MOST_WAITING           runs that may wait in all queues (50)
  FRAMELOOM_MOST_SOCKETS           pages that may be connected (64)
  FRAMELOOM_MOST_UPLOAD_MIB        size of a file for First Frames (512)
  FRAMELOOM_LOG                    fatal, error, warn, info, debug or silent (info)
  FFMPEG_PATH                      the ffmpeg that makes MP4 and reads clips (the one on PATH)
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
