#!/usr/bin/env -S node --optimize-for-size
// Without the flag the garbage of a hundred chunks gathers before it is collected, and memory levels off only then; with it
// an endless run is level from its first minute. JavaScript is not where a chunk's time goes.
import { main } from '../dist/main.js'

await main(process.argv.slice(2))
