import { type JsonObject, objectsAt, stringAt } from "../values/json.ts";

/** The API server refused a request. `body` is its Status object. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: JsonObject;

  constructor(status: number, body: JsonObject, request: string) {
    const message = stringAt(body, "message");
    super(`${request}: ${message === "" ? `HTTP ${status}` : message}`);
    this.name = "ApiError";
    this.status = status;
    this.body = body;
  }

  /** The machine-readable reason, such as `Conflict`. */
  get reason(): string {
    return stringAt(this.body, "reason");
  }

  /** The fields the API server complains about. */
  get causes(): JsonObject[] {
    return objectsAt(this.body, "details", "causes");
  }
}

/** No answer: the API server cannot be reached, or it did not answer in time. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
