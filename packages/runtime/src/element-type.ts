import type { Dtype } from '@frameloom/tensor'

/** ONNXTensorElementDataType of the C API. */
const ELEMENT_TYPE: { readonly [D in Dtype]: number } = {
  f32: 1,
  u8: 2,
  i8: 3,
  i32: 6,
  i64: 7,
  bool: 9,
  f16: 10,
  f64: 11,
  bf16: 16,
  f8e4m3: 17,
}

/** ONNX Runtime's number for an element type. */
export function elementTypeOf(dtype: Dtype): number {
  return ELEMENT_TYPE[dtype]
}

const DTYPE_OF: ReadonlyMap<number, string> = new Map(
  Object.entries(ELEMENT_TYPE).map(([dtype, type]) => [type, dtype]),
)

/** The element type of a number of ONNX Runtime's, as text; one that Frameloom has no name for keeps its number. */
export function elementTypeName(elementType: number): string {
  return DTYPE_OF.get(elementType) ?? `element type ${elementType}`
}
