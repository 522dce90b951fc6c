/** A question to an API server that went wrong. */
export class ApiServerError extends Error {
  /** Tells one cause from another, whatever the words: a status of HTTP or the code of an error. */
  readonly kind: string;

  constructor(kind: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "ApiServerError";
    this.kind = kind;
  }
}

/** Says of an error what was asked and what went wrong. */
export function toApiServerError(url: URL, cause: unknown, signal: AbortSignal): ApiServerError {
  if (signal.aborted) {
    return new ApiServerError("timeout", `${url.href}: it did not answer in time.`, { cause });
  }
  const { code, message } = cause as NodeJS.ErrnoException;
  const kind = cause instanceof ApiServerError ? cause.kind : (code ?? "unknown");
  return new ApiServerError(kind, `${url.href}: ${message}`, { cause });
}
