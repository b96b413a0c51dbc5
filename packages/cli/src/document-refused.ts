import type { GraphIssue } from '@frameloom/graph'
import { issueLine } from './issue-line.js'

/** Thrown where a document cannot run: all the reasons at once, one line each. */
export class DocumentRefused extends Error {
  override readonly name = 'DocumentRefused'
  readonly code = 'document-invalid'
  readonly issues: readonly GraphIssue[]

  constructor(path: string, issues: readonly GraphIssue[]) {
    super([`${path} cannot run:`, ...issues.map(issueLine)].join('\n'))
    this.issues = issues
  }
}
