/**
 * A model with one node, Identity, from `source` to `target`, both u8 [bytes]: what GPU copies run through. This is what
 * @frameloom/onnx writes for it (a test says so), spelled out because this package does not depend on that one. Opset 18:
 * later ones give Identity a form that CUDA may have no kernel for.
 */
export const COPY_MODEL: Uint8Array = Buffer.from(
  'CAsSCWZyYW1lbG9vbTpkCiYKBnNvdXJjZRIGdGFyZ2V0GgpJZGVudGl0eV8wIghJZGVudGl0eRIEY29weVoZCgZzb3VyY2USDwoNCAISCQoHEgVieXRl' +
    'c2IZCgZ0YXJnZXQSDwoNCAISCQoHEgVieXRlc0IECgAQEg==',
  'base64',
)
