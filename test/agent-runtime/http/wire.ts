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

/** What the error about parameters is, whole. Each description begins with its field in quotes. */
export function toParamsError(...descriptions: string[]): object {
  const fieldViolations = descriptions.map((description) => ({
    field: description.split("'")[1],
    description,
  }));
  const error = toError(-32602, "INVALID_PARAMS", descriptions.join(" ")) as { data: object[] };
  const badRequest = { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations };
  return { ...error, data: [...error.data, badRequest] };
}

/** The body of a call of GetTask, changed. */
export const toBody = (change: object): string =>
  JSON.stringify({ jsonrpc: "2.0", id: 7, method: "GetTask", params: { id: "t1" }, ...change });
