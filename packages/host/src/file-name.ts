/** A name with characters that every file system takes, which leads to no other folder; `video` where nothing is left of it. */
export function fileNameOf(title: string): string {
  const name = title.replaceAll(/[^\p{L}\p{N}._ -]/gu, '-').slice(0, 80)
  return /^[. ]*$/.test(name) ? 'video' : name
}
