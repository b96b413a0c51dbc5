import { graphBuilder, type Value } from '@frameloom/onnx'
import { type Device, openSession } from '@frameloom/runtime'
import { gaussianInto, newArray, tensorOf } from '@frameloom/tensor'

/** [rows, inner] x [inner, columns], then [rows, columns] x [columns, inner], and so on. */
export interface ProductShape {
  readonly rows: number
  readonly inner: number
  readonly columns: number
  /** How many, an even number: so that calling the runtime costs next to nothing. */
  readonly products: number
}

/** Plain matrix products, one behind the other, as ONNX Runtime computes them: what a network can reach at best. */
export interface MatrixProducts extends AsyncDisposable {
  /** Floating-point operations of all products, two per multiplication. */
  readonly flops: number
  multiply(): Promise<void>
}

/** Opens products by random weights on `device`. */
export async function openMatrixProducts(device: Device, shape: ProductShape): Promise<MatrixProducts> {
  const { rows, inner, columns, products } = shape
  const graph = graphBuilder({ name: 'matrix-products' })
  const forth = graph.inlineWeight('forth', gaussian([inner, columns]))
  const back = graph.inlineWeight('back', gaussian([columns, inner]))
  let value: Value = graph.input('left', 'f32', [rows, inner])
  for (let i = 0; i < products; i++) value = graph.matMul(value, i % 2 === 0 ? forth : back)
  graph.output('product', value, { dtype: 'f32', dims: [rows, inner] })
  const session = await openSession({ device, model: graph.build(), label: 'the matrix products' })
  const left = device.allocate('f32', [rows, inner])
  const into = device.allocate('f32', [rows, inner])
  const binding = session.bind().input('left', left).output('product', into)
  return {
    flops: 2 * rows * inner * columns * products,
    multiply: () => binding.run(),
    async [Symbol.asyncDispose]() {
      await session.dispose()
      left[Symbol.dispose]()
      into[Symbol.dispose]()
    },
  }
}

function gaussian(shape: readonly [number, number]) {
  const numbers = newArray('f32', shape[0] * shape[1])
  gaussianInto(numbers, { seed: 0, chunk: 0, step: 0 })
  return tensorOf('f32', shape, numbers)
}
