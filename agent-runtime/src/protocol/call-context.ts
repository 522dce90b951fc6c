import type { IncomingHttpHeaders } from "node:http";
import { Extensions } from "@a2a-js/sdk";
import { ServerCallContext, STATE_HEADERS_KEY, type User } from "@a2a-js/sdk/server";

/** Under which key the state of a context has the address that the connection comes from. */
const STATE_REMOTE_ADDRESS_KEY = "remoteAddress";

/** Under which key it has what makes the signal that is aborted when the caller goes away. */
export const STATE_SIGNAL_KEY = "getSignal";

/** Who calls, and how. */
export interface Caller {
  /** The version of A2A that is spoken with it. */
  version: string;
  /** The extensions that it speaks, as it names them. */
  extensions: string | undefined;
  /** Undefined when callers are not asked who they are. */
  user: User | undefined;
  /** Whose agent is called. Empty: nobody's in particular. */
  tenant: string;
  headers: IncomingHttpHeaders;
  remoteAddress: string;
  /** Makes the signal that is aborted when the caller goes away. */
  getSignal: () => AbortSignal;
}

/** Makes the context of a call. */
export function createCallContext(caller: Caller): ServerCallContext {
  const { extensions, tenant, user, version } = caller;
  return new ServerCallContext({
    requestedVersion: version,
    ...(extensions === undefined
      ? {}
      : { requestedExtensions: Extensions.parseServiceParameter(extensions) }),
    ...(user === undefined ? {} : { user }),
    ...(tenant === "" ? {} : { tenant }),
    state: new Map<string, unknown>([
      [STATE_HEADERS_KEY, caller.headers],
      [STATE_REMOTE_ADDRESS_KEY, caller.remoteAddress],
      [STATE_SIGNAL_KEY, caller.getSignal],
    ]),
  });
}

/** The signal that is aborted when the caller goes away, where its binding gives one. */
export function getCallerSignal({ state }: ServerCallContext): AbortSignal | undefined {
  const getSignal = state.get(STATE_SIGNAL_KEY) as (() => AbortSignal) | undefined;
  return getSignal?.();
}

/** The tenant that parameters name. What is not a text is refused where they are read. */
export function getTenant(params: unknown): string {
  const { tenant } = (params ?? {}) as { tenant?: unknown };
  return typeof tenant === "string" ? tenant : "";
}
