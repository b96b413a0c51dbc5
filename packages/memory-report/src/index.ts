export { memoryReport, type MemoryReport, type SlotReport } from './memory-report.js'
export { MemoryReporter } from './memory-reporter.js'
export { sketchMemory } from './sketch-memory.js'
