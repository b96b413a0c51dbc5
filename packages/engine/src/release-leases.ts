import type { Lease } from './output-store.js'
import { releaseAll } from './scope.js'

/**
 * Gives leases back, the last one first.
 * @throws AggregateError of all that failed, after the last one
 */
export async function releaseLeases(leases: Iterable<Lease>): Promise<void> {
  await releaseAll(Array.from(leases, (lease) => ({ [Symbol.asyncDispose]: () => lease.release() })))
}
