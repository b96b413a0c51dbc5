import type { Dtype } from '@frameloom/tensor'

/** Element types of the safetensors format that are read here, by the format's own names. */
const DTYPES = {
  F64: 'f64',
  F32: 'f32',
  F16: 'f16',
  BF16: 'bf16',
  F8_E4M3: 'f8e4m3',
  I64: 'i64',
  I32: 'i32',
  I8: 'i8',
  U8: 'u8',
  BOOL: 'bool',
} as const satisfies Record<string, Dtype>

const NAMES = new Map<string, string>(Object.entries(DTYPES).map(([name, dtype]) => [dtype, name]))

/** The element type of a format name, or undefined where it is none of those read here. */
export function dtypeOf(name: string): Dtype | undefined {
  return Object.hasOwn(DTYPES, name) ? DTYPES[name as keyof typeof DTYPES] : undefined
}

/** The format's name of an element type. */
export function formatName(dtype: Dtype): string {
  const name = NAMES.get(dtype)
  if (name === undefined) throw new RangeError(`Element type ${dtype} has no name in the safetensors format.`)
  return name
}

export const formatNames: readonly string[] = Object.keys(DTYPES)
