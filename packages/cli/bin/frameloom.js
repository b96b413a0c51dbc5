#!/usr/bin/env -S node --max-semi-space-size=1
// A small nursery is collected every few chunks instead of every hundred, so that the memory of an endless run is level
// from its first minute on; the time it costs is not measurable beside a chunk's.
import { main } from '../dist/main.js'

await main(process.argv.slice(2))
