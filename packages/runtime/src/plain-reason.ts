import { RuntimeError } from './runtime-error.js'

/** Where in its own sources ONNX Runtime failed, which stands before what failed. */
const SOURCE_PLACE = /\S*\/onnxruntime_src\/.*?\[ONNXRuntimeError\] : \d+ : [A-Z_]+ : /g

/** The failed graph as JSON, on lines of its own. */
const CUDNN_GRAPH = / with the cudnn frontend json:[^]*/

/** What a native failure says, in one line without places in sources and without the graph that cuDNN was given. */
export function plainReason(error: unknown): string {
  const text = textOf(error)
  const [firstLine = ''] = text.replace(SOURCE_PLACE, '').replace(CUDNN_GRAPH, '').split('\n')
  return firstLine.replace(/\.+$/, '')
}

/** Without the cure, where the error has one. */
function textOf(error: unknown): string {
  if (error instanceof RuntimeError) return error.reason
  return error instanceof Error ? error.message : String(error)
}
