import { stat } from 'node:fs/promises'

/** What lies at `path`, behind links; undefined where nothing does, or nothing that can be seen. */
export const pathKind = (path: string): Promise<'folder' | 'other' | undefined> =>
  stat(path).then(
    (facts) => (facts.isDirectory() ? 'folder' : 'other'),
    () => undefined,
  )
