const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `940 B`, `3.5 MiB`, `12 GiB`: two digits where one would be coarse. */
export function inBytes(bytes: number): string {
  const size = (step: number) => bytes / 1024 ** step
  const step = UNITS.findIndex((_, at) => size(at) < 1023.5)
  const at = step === -1 ? UNITS.length - 1 : step
  const digits = at > 0 && size(at) < 9.95 ? 1 : 0
  return `${size(at).toLocaleString('en', { maximumFractionDigits: digits })} ${UNITS[at]}`
}
