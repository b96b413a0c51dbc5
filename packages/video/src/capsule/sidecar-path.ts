/** Where the capsule of a video lies beside it. */
export const sidecarPath = (videoPath: string): string => `${videoPath}.capsule.json`
