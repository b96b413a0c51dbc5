import type { Device } from './device.js'
import { openSession } from './inference-session.js'
import { RuntimeError } from './runtime-error.js'

/**
 * A model with one Conv, `image` [1, 1, 4, 4] and `kernel` [1, 1, 3, 3] to `convolved` [1, 1, 4, 4], and one MultiHeadAttention
 * with two heads, `query` [1, 2, 16], `keys` and `values` [1, 3, 16] to `attended` [1, 2, 16]; all f32. This is what
 * @frameloom/onnx writes for it (a test says so), spelled out because this package does not depend on that one.
 */
export const ARITHMETIC_MODEL: Uint8Array = Buffer.from(
  'CAsSCWZyYW1lbG9vbTqoAwpJCgVpbWFnZQoGa2VybmVsEgljb252b2x2ZWQaBkNvbnZfMCIEQ29udioMCgVncm91cBgBoAECKhEKBHBhZHNAAUABQAFAAa' +
    'ABBwpqCgVxdWVyeQoEa2V5cwoGdmFsdWVzEghhdHRlbmRlZBoUTXVsdGlIZWFkQXR0ZW50aW9uXzAiEk11bHRpSGVhZEF0dGVudGlvbioQCgludW1faGVh' +
    'ZHMYAqABAjoNY29tLm1pY3Jvc29mdBIQYXJpdGhtZXRpYy1jaGVja1ofCgVpbWFnZRIWChQIARIQCgIIAQoCCAEKAggECgIIBFogCgZrZXJuZWwSFgoUCA' +
    'ESEAoCCAEKAggBCgIIAwoCCANaGwoFcXVlcnkSEgoQCAESDAoCCAEKAggCCgIIEFoaCgRrZXlzEhIKEAgBEgwKAggBCgIIAwoCCBBaHAoGdmFsdWVzEhIK' +
    'EAgBEgwKAggBCgIIAwoCCBBiIwoJY29udm9sdmVkEhYKFAgBEhAKAggBCgIIAQoCCAQKAggEYh4KCGF0dGVuZGVkEhIKEAgBEgwKAggBCgIIAgoCCBBCBA' +
    'oAEBRCEQoNY29tLm1pY3Jvc29mdBAB',
  'base64',
)

const HEADS = 2
const HEAD_SIZE = 8
const WIDTH = HEADS * HEAD_SIZE
const KEYS = 3
/** A score of 64 x 64 / sqrt(8) leaves nothing of a softmax for the other keys, whose score is 0. */
const LOUD = 64

const row = (elementOf: (head: number, place: number) => number): number[] =>
  Array.from({ length: WIDTH }, (_, i) => elementOf(Math.floor(i / HEAD_SIZE), i % HEAD_SIZE))
const value = (key: number, head: number, place: number): number => WIDTH * key + HEAD_SIZE * head + place

/** Whole numbers, which TF32 and f32 multiply alike. Key j is loud in place j of both heads. */
const INPUTS: Readonly<Record<string, readonly number[]>> = {
  image: Array.from({ length: 16 }, (_, i) => i),
  kernel: Array.from({ length: 9 }, (_, i) => i + 1),
  // The first query asks for nothing; the second one's heads ask for key 1 and key 2.
  query: [...row(() => 0), ...row((head, place) => (place === head + 1 ? LOUD : 0))],
  keys: Array.from({ length: KEYS }, (_, key) => row((_head, place) => (place === key ? LOUD : 0))).flat(),
  values: Array.from({ length: KEYS }, (_, key) => row((head, place) => value(key, head, place))).flat(),
}

/** Each is known without the device: the convolution written out, the mean of all values, the value of the one loud key. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = {
  convolved: [83, 139, 178, 121, 198, 303, 348, 225, 330, 483, 528, 333, 181, 253, 274, 163],
  attended: [...row((head, place) => value(1, head, place)), ...row((head, place) => value(head + 1, head, place))],
}

/** TF32 keeps ten bits behind the point of a softmax's thirds: of values up to 47, off by up to 0.03. */
const TOLERANCE = 0.05

/**
 * Requires that a device really computes: libraries that ONNX Runtime loads only when an operator needs them, such as cuDNN,
 * are missing without a word until then.
 * @throws RuntimeError `device-unavailable` where a result is wrong; `model-refused`, `run-failed` where there is none
 */
export async function requireArithmetic(device: Device, model: Uint8Array = ARITHMETIC_MODEL): Promise<void> {
  await using session = await openSession({ device, model, label: 'the arithmetic check' })
  const binding = session.bind()
  const buffers = [...session.inputs, ...session.outputs].map(({ name, dims }) => ({
    name,
    buffer: device.allocate('f32', dims.map(Number), 'host'),
  }))
  try {
    for (const { name, buffer } of buffers) {
      const given = INPUTS[name]
      if (given) buffer.host().set(given)
      if (given) binding.input(name, buffer)
      else binding.output(name, buffer)
    }
    await binding.run()
    for (const { name, buffer } of buffers) {
      const found = buffer.host()
      const wrong =
        EXPECTED[name]?.findIndex((expected, i) => !(Math.abs((found[i] ?? NaN) - expected) <= TOLERANCE)) ?? -1
      if (wrong < 0) continue
      throw new RuntimeError('device-unavailable', {
        reason: `Its arithmetic is wrong: element ${wrong} of '${name}' is ${found[wrong]} where ${EXPECTED[name]?.[wrong]} is expected`,
        cure: 'check its driver',
      })
    }
  } finally {
    for (const { buffer } of buffers) buffer.dispose()
  }
}
