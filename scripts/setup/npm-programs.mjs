import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** A command line of npm. */
export const npm = (...args) => programOf('npm', args)

/** A command line of npx, which is beside it. */
export const npx = (...args) => programOf('npx', args)

/**
 * The scripts of npm are started by this Node itself: a shell would take arguments apart at spaces, and Windows starts
 * `npm.cmd` through a shell only.
 */
function programOf(name, args) {
  const script = folders()
    .map((folder) => join(folder, `${name}-cli.js`))
    .find((path) => existsSync(path))
  return script ? { command: process.execPath, args: [script, ...args] } : { command: name, args }
}

/** Where npm's scripts may be: those of the npm that started this program, then those that came with this Node. */
function folders() {
  const { npm_execpath: started } = process.env
  const own = dirname(process.execPath)
  return [
    ...(started && basename(started) === 'npm-cli.js' ? [dirname(started)] : []),
    join(own, 'node_modules', 'npm', 'bin'),
    join(own, '..', 'lib', 'node_modules', 'npm', 'bin'),
  ]
}
