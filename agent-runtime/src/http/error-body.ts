import type { WireError } from "../errors.js";

/** An error as HTTP+JSON has it (A2A 1.0, section 11.6). */
export function toErrorBody({ body, grpcStatus, restStatus }: WireError): object {
  const { data, message } = body;
  return { error: { code: restStatus, status: grpcStatus, message, details: data } };
}
