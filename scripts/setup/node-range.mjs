/**
 * Whether a version of Node is in a range as `engines` writes it, of parts `^a.b.c` (that major version from there on) and
 * `>=a.b.c`, joined by `||`.
 */
export function isInRange(version, range) {
  return range.split('||').some((part) => {
    const [, sign, least] = /^\s*(\^|>=)([\d.]+)\s*$/.exec(part) || []
    if (!least) throw new Error(`'${part}' of the range ${range} is neither ^a.b.c nor >=a.b.c.`)
    const [found, from] = [numbersOf(version), numbersOf(least)]
    return compare(found, from) >= 0 && (sign === '>=' || found[0] === from[0])
  })
}

const numbersOf = (version) => version.split('.').map((text) => Number.parseInt(text, 10))

function compare(one, other) {
  const at = other.findIndex((number, i) => one[i] !== number)
  return at < 0 ? 0 : one[at] - other[at]
}
