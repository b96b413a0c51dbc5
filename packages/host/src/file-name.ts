/**
 * Bytes of the longest name. File systems take 255; the rest is for what is put behind it, such as
 * `-2.checkpoint.safetensors` and the random name of a file that is not whole yet.
 */
const LONGEST_NAME = 150

/**
 * A name with characters that every file system takes, which leads to no other folder; `video` where nothing is left of it. Letters of all
 * scripts stay, in the composed form that keyboards give, cut at a whole character.
 */
export function fileNameOf(title: string): string {
  const name = cut(title.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._ -]/gu, '-'))
  return /^[. ]*$/.test(name) ? 'video' : name
}

/** The characters that fit. */
function cut(name: string): string {
  let bytes = 0
  let kept = ''
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > LONGEST_NAME) break
    kept += character
  }
  return kept
}
