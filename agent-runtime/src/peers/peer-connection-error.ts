/** There is no connection, or it broke. */
export class PeerConnectionError extends Error {
  /** False: nothing was sent. */
  readonly wasConnected: boolean;

  constructor(cause: Error, wasConnected: boolean) {
    super(toText(cause), { cause });
    this.name = "PeerConnectionError";
    this.wasConnected = wasConnected;
  }
}

/** Nobody has taken the connection: the node may be gone, or a policy keep the callers off. */
export class ConnectTimeoutError extends Error {
  readonly code = "ETIMEDOUT";

  constructor(timeoutMs: number) {
    super(`there was no connection within ${timeoutMs} ms`);
    this.name = "ConnectTimeoutError";
  }
}

/** Of a host with several addresses, the error of the first one. */
function toText(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return first instanceof Error ? first.message : error.message;
}
