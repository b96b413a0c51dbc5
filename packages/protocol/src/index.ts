export { type ApiError, apiError, errorBody, type ErrorCode, errorStatus } from './api-error.js'
export { ApiFailure, type CallOptions, callRoute, failureOf, routePath } from './call-route.js'
export type { DocumentSummary, SavedDocument, TemplateSummary } from './document-routes.js'
export { FRAME_CREDIT, type FrameHeader, frameHeader, type Tier, tiers } from './frame.js'
export type { InputFile } from './input-routes.js'
export { openApiDocument } from './open-api.js'
export type { PathParams, Route, RouteReply, RouteRequest } from './route.js'
export { type RouteName, type Routes, routes } from './routes.js'
export { MOST_PREVIEWS } from './run-requests.js'
export {
  isOver,
  type NodeView,
  RECENT_CHUNKS,
  type RunSummary,
  runSummary,
  type RunView,
  runView,
  type ViewState,
  viewStates,
} from './run-view.js'
export {
  type ClientEvents,
  failedReply,
  type Reply,
  type RequestName,
  requests,
  type ServerEvents,
} from './socket-events.js'
export { type Speed, speedOf } from './speed.js'
export { type StudioEvent, studioEvent, type StudioEventBody } from './studio-event.js'
export {
  type Handshake,
  handshake,
  PROTOCOL_VERSION,
  type Refusal,
  refusal,
  type RefusalReason,
  refusalReasons,
} from './version.js'
export { withEvent } from './with-event.js'
