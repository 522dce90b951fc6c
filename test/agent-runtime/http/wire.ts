/** What an error of JSON-RPC is, whole. */
export function toError(
  code: number,
  reason: string,
  message: unknown,
  domain: "a2a-protocol.org" | "berth.dev" = "berth.dev",
): object {
  const data = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain }];
  return { code, message, data };
}

/** The body of a call of GetTask, changed. */
export const toBody = (change: object): string =>
  JSON.stringify({ jsonrpc: "2.0", id: 7, method: "GetTask", params: { id: "t1" }, ...change });
