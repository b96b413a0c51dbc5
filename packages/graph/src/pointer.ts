/** A JSON Pointer (RFC 6901): `pointer('nodes', 2)` is `/nodes/2`. */
export const pointer = (...segments: readonly PropertyKey[]): string =>
  segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
