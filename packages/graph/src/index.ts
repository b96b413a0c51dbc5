export { withBypass } from './bypass.js'
export { type Catalog, type CatalogEntry, createCatalog } from './catalog.js'
export { type ChangeContext, checkChange, type CheckedChange, type ParamChange } from './check-change.js'
export { DefinitionError } from './check-definition.js'
export type { Params } from './check-params.js'
export {
  DOCUMENT_FORMAT,
  type DocumentNode,
  documentNode,
  FORMAT_VERSION,
  graphDocument,
  type GraphDocument,
  MOST_EXCHANGES,
  MOST_WIRE_POINTS,
  type TimelineEntry,
  type Wire,
  wire,
  type WireExchange,
} from './document.js'
export { documentJsonSchema } from './document-schema.js'
export { type Exchange, graphAt, stagesOf, withExchange } from './exchange.js'
export { executedNodeIds, executedNodes } from './executed-nodes.js'
export { type Graph, type GraphNode, hasStream, type PortRef } from './graph.js'
export type { HostServices, ShownChunk, ShownPicture } from './host-services.js'
export { type NodeId, nodeId, type RunId, runId } from './ids.js'
export { type Checked, graphIssue, type GraphIssue, type IssueCode, issueCodes, MOST_ISSUES } from './issue.js'
export type { JsonObject, JsonValue } from './json.js'
export { lateValues, type LiveRoute, liveRoute, takesChanges } from './live-route.js'
export { loadDocument } from './load-document.js'
export { describeNode, nodeManifest, type NodeManifest, type PortManifest } from './manifest.js'
export { type DocumentMigration, migrateDocument } from './migrate.js'
export { fileKindOf, type NamedFile, namedFiles, namesIn } from './named-files.js'
export { type Conflict, defineNode, type NodeDefinition, type NodeOutputs } from './node.js'
export type { ChunkReport, LiveReview, LiveValues, NodeContext, NodeStatus, SavedFile } from './node-context.js'
export { NodeError } from './node-error.js'
export type { NodeState, StatefulNode, StateTensor } from './node-state.js'
export { horizonParams, type ParamOverride, seedParams, withHorizon, withParams, withSeed } from './override.js'
export { definePack, type Pack } from './pack.js'
export type { FileKind, ParamMeta } from './param-meta.js'
export type { ParamsMigration } from './params-migration.js'
export { type Flow, type Port, port, type PortOptions, type Ports, type PortValues, stream } from './port.js'
export { LIMITS, parseJson, readJson } from './read-json.js'
export { rewired } from './rewired.js'
export { type RunEvent, runEvent, type RunEventBody, type RunState, runStates } from './run.js'
export { canonicalJson, saveDocument } from './save-document.js'
export { type SocketType, socketType } from './socket.js'
export { checkDocument, validate } from './validate.js'
export { whyNotConnect } from './why-not-connect.js'
export { newNodeId } from './new-node-id.js'
export { withoutNodes } from './without-nodes.js'
