/** Exit statuses of every command; scripts rely on them. */
export const exitCode = {
  done: 0,
  /** The input was understood and turned down, or the work failed: the reason is printed. */
  refused: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Ctrl+C. */
  interrupted: 130,
} as const
