import { routePath, type RunSummary } from '@frameloom/protocol'

export type RunFile = RunSummary['files'][number]

/** Does the browser play it? */
export const isVideo = ({ name }: Pick<RunFile, 'name'>): boolean => /\.(mp4|webm)$/i.test(name)

/** Where the studio serves a file of a run. */
export const fileAddress = (run: string, name: string): string => routePath('readFile', { params: { id: run, name } })
