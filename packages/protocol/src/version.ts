import { z } from 'zod'

/** Counts up whenever an older page could no longer talk to the server. */
export const PROTOCOL_VERSION = 1

/** Why a connection is refused. Closed: a page may switch over it. */
export const refusalReasons = [
  /** The `Origin` header names another site, or `null`. */
  'foreign-origin',
  /** The `Host` header names a host that the server does not answer for. */
  'foreign-host',
  /** The server asks for a token and got none, or a wrong one. */
  'unauthorized',
  /** Page and server speak different versions: reload the page. */
  'protocol-mismatch',
  /** All places are taken. */
  'too-many-connections',
  /** The server is going down. */
  'shutting-down',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** What a socket carries as `auth` in its handshake. */
export const handshake = z.object({
  /** `PROTOCOL_VERSION` of the one who connects. */
  protocol: z.int(),
  /** Asked for where the server listens beyond this machine. */
  token: z.string().max(200).optional(),
})
export type Handshake = z.output<typeof handshake>

/** The `data` of the error with which a socket is refused. */
export const refusal = z.object({
  reason: z.enum(refusalReasons),
  /** `PROTOCOL_VERSION` of the server. */
  protocol: z.int(),
  message: z.string(),
})
export type Refusal = z.output<typeof refusal>
