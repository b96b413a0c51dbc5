import { documentRoutes } from './document-routes.js'
import { inputRoutes } from './input-routes.js'
import { runRoutes } from './run-routes.js'
import { systemRoutes } from './system-routes.js'

/** Every HTTP route of the studio, by name. */
export const routes = { ...documentRoutes, ...inputRoutes, ...runRoutes, ...systemRoutes }
export type Routes = typeof routes
export type RouteName = keyof Routes
