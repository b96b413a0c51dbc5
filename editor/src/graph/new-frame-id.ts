/** An id that no frame has. */
export function newFrameId(taken: ReadonlySet<string>): string {
  let number = 1
  while (taken.has(`frame-${number}`)) number++
  return `frame-${number}`
}
