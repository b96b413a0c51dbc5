import type { GraphIssue } from '@frameloom/graph'

/** An issue for people, on one line: its place, what is wrong, and its code for looking it up. */
export const issueLine = ({ path, message, code }: GraphIssue): string => `${path || '/'}  ${message} [${code}]`
