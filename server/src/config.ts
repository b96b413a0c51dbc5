import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { z } from 'zod'

/** Everything about a server that is decided before it starts. */
export interface Config {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** Where documents and runs are kept. Absolute. */
  readonly dataDir: string
  /** Library of ONNX Runtime in place of the one that comes with Frameloom. Absolute. */
  readonly runtimeLibrary: string | undefined
  /** Folders of model folders, searched in this order. Absolute. */
  readonly modelDirs: readonly string[]
  /** Folders whose files a document may name, searched in this order. Absolute. */
  readonly inputDirs: readonly string[]
  /** Of an uploaded picture or video. */
  readonly mostUploadBytes: number
  /** Modules of packs beside the bundled ones. */
  readonly packs: readonly string[]
  /** What every request must show; absent: nothing, which is possible on this machine alone. */
  readonly token: string | undefined
  /** `host:port` under which the server may be asked beside its own address. */
  readonly allowedHosts: readonly string[]
  /** Origins of pages that may talk to it beside its own, such as a development server. */
  readonly allowedOrigins: readonly string[]
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  readonly checkpointEvery: number
  readonly autoDevice: string
  readonly mostWaiting: number
  readonly mostSockets: number
  /** Milliseconds that runs have for their last chunk when the server goes down. */
  readonly graceMs: number
}

/** Thrown where the settings cannot be used: every problem, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(['The settings cannot be used:', ...problems].join('\n- '))
    this.problems = problems
  }
}

const list = (separator: string) =>
  z
    .string()
    .default('')
    .transform((text) => text.split(separator).filter((part) => part !== ''))

const whole = (from: number, to: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d+$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.int().min(from).max(to))
    .default(otherwise)

const settings = z.object({
  FRAMELOOM_HOST: z.string().min(1).default('127.0.0.1'),
  FRAMELOOM_PORT: whole(0, 65_535, 7860),
  FRAMELOOM_DATA: z.string().min(1).default(join(homedir(), '.frameloom')),
  FRAMELOOM_ONNXRUNTIME: z.string().optional(),
  FRAMELOOM_MODELS: list(delimiter),
  FRAMELOOM_PACKS: list(','),
  // It travels in an address and in a cookie: nothing that either would write in another way.
  FRAMELOOM_TOKEN: z
    .string()
    .regex(/^[\w-]{32,200}$/, 'expected 32 to 200 letters, digits, - or _')
    .optional(),
  FRAMELOOM_ALLOWED_HOSTS: list(',').pipe(
    z.array(
      z
        .string()
        .regex(/^[\w.-]+(:\d+)?$/, 'expected host:port')
        .toLowerCase(),
    ),
  ),
  FRAMELOOM_ALLOWED_ORIGINS: list(',').pipe(
    z.array(z.string().regex(/^https?:\/\/[^/]+$/, 'expected http://host:port')),
  ),
  FRAMELOOM_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  FRAMELOOM_CHECKPOINT_EVERY: whole(1, 100_000, 20),
  FRAMELOOM_AUTO_DEVICE: z.enum(['cpu', 'cuda']).default('cpu'),
  FRAMELOOM_MOST_WAITING: whole(0, 10_000, 50),
  FRAMELOOM_MOST_SOCKETS: whole(1, 10_000, 64),
  FRAMELOOM_MOST_UPLOAD_MIB: whole(1, 1_000_000, 512),
  FRAMELOOM_GRACE_SECONDS: whole(0, 3600, 20),
})

export type Setting = keyof z.input<typeof settings>

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

/** Whether a server bound to this host is reached from this machine alone. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host)

/**
 * Reads all settings at once; nothing else of the server looks at the environment.
 * @param variables by name, such as `process.env`; an empty one counts as absent
 * @throws ConfigError with every problem
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = settings.safeParse(given)
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0])
    return name === 'FRAMELOOM_TOKEN' ? `${name}: ${message}.` : `${name} is '${given[name]}': ${message}.`
  })
  const host = given['FRAMELOOM_HOST'] ?? '127.0.0.1'
  if (!isLoopback(host)) {
    const open = `FRAMELOOM_HOST is '${host}', which other machines reach`
    if (given['FRAMELOOM_TOKEN'] === undefined)
      problems.push(`${open}: set FRAMELOOM_TOKEN to 32 random letters and digits or more.`)
    if (given['FRAMELOOM_ALLOWED_HOSTS'] === undefined) {
      problems.push(`${open}: set FRAMELOOM_ALLOWED_HOSTS to the host:port that people type into their browsers.`)
    }
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const { data } = parsed
  const dataDir = resolve(data.FRAMELOOM_DATA)
  const modelDirs = data.FRAMELOOM_MODELS.map((dir) => resolve(dir))
  return {
    host,
    port: data.FRAMELOOM_PORT,
    dataDir,
    runtimeLibrary: data.FRAMELOOM_ONNXRUNTIME && resolve(data.FRAMELOOM_ONNXRUNTIME),
    modelDirs: modelDirs.length > 0 ? modelDirs : [join(dataDir, 'models')],
    inputDirs: [join(dataDir, 'inputs')],
    mostUploadBytes: data.FRAMELOOM_MOST_UPLOAD_MIB * 2 ** 20,
    packs: data.FRAMELOOM_PACKS,
    token: data.FRAMELOOM_TOKEN,
    allowedHosts: data.FRAMELOOM_ALLOWED_HOSTS,
    allowedOrigins: data.FRAMELOOM_ALLOWED_ORIGINS,
    logLevel: data.FRAMELOOM_LOG,
    checkpointEvery: data.FRAMELOOM_CHECKPOINT_EVERY,
    autoDevice: data.FRAMELOOM_AUTO_DEVICE,
    mostWaiting: data.FRAMELOOM_MOST_WAITING,
    mostSockets: data.FRAMELOOM_MOST_SOCKETS,
    graceMs: data.FRAMELOOM_GRACE_SECONDS * 1000,
  }
}
