/**
 * The first key that an object of `json` holds twice, or undefined. `JSON.parse` keeps the last of them silently, so a
 * header could show one reader another tensor than the next. `json` must be valid JSON.
 */
export function repeatedKey(json: string): string | undefined {
  const open: (Set<string> | 'array')[] = []
  let keyComes = false
  for (let at = 0; at < json.length; at++) {
    const char = json[at]
    if (char === '{') {
      open.push(new Set())
      keyComes = true
    } else if (char === '[') {
      open.push('array')
      keyComes = false
    } else if (char === '}' || char === ']') {
      open.pop()
      keyComes = false
    } else if (char === ',') {
      keyComes = open.at(-1) !== 'array'
    } else if (char === '"') {
      const end = closingQuote(json, at)
      const keys = open.at(-1)
      if (keyComes && keys instanceof Set) {
        const key = String(JSON.parse(json.slice(at, end + 1)))
        if (keys.has(key)) return key
        keys.add(key)
        keyComes = false
      }
      at = end
    }
  }
  return undefined
}

function closingQuote(json: string, opening: number): number {
  let at = opening + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}
