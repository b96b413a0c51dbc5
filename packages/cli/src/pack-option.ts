import { resolve } from 'node:path'
import { Option } from 'commander'

/** `--pack`, which may be repeated: packages by name, modules by path. Gives what `loadCatalog` takes. */
export const packOption = (): Option =>
  new Option(
    '--pack <module>',
    'node types beside the bundled ones: a package, or the path of a module; may be repeated',
  )
    .argParser((name, before: readonly string[]) => [...before, /^\.{0,2}[\\/]/.test(name) ? resolve(name) : name])
    .default([])
