/** A name with characters that every file system takes; `video` where nothing is left of it. */
export function fileNameOf(title: string): string {
  return title.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-').slice(0, 80) || 'video'
}
