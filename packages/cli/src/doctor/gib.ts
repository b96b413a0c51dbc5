/** Bytes. */
export const GIB = 2 ** 30

/** Bytes, for people. */
export const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`
