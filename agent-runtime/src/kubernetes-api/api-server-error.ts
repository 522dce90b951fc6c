/** What else is known of a question that went wrong. */
export interface ApiServerErrorOptions extends ErrorOptions {
  /** What was asked. */
  url?: URL;
  /** No API server answers there: another server does, or there is no connection. Defaults to false. */
  isFromElsewhere?: boolean;
}

/** A question to an API server that went wrong. */
export class ApiServerError extends Error {
  /** Tells one cause from another, whatever the words: a status of HTTP or the code of an error. */
  readonly kind: string;
  /** What went wrong, without what was asked. */
  readonly reason: string;
  readonly isFromElsewhere: boolean;

  constructor(
    kind: string,
    reason: string,
    { isFromElsewhere = false, url, ...options }: ApiServerErrorOptions = {},
  ) {
    super(url === undefined ? reason : `${url.href}: ${reason}`, options);
    this.name = "ApiServerError";
    this.kind = kind;
    this.reason = reason;
    this.isFromElsewhere = isFromElsewhere;
  }
}

/** Says of an error what was asked and what went wrong. */
export function toApiServerError(url: URL, cause: unknown, signal: AbortSignal): ApiServerError {
  if (signal.aborted) {
    return new ApiServerError("timeout", "it did not answer in time.", { cause, url });
  }
  if (cause instanceof ApiServerError) {
    const { isFromElsewhere, kind, reason } = cause;
    return new ApiServerError(kind, reason, { cause, isFromElsewhere, url });
  }
  const { code, message } = cause as NodeJS.ErrnoException;
  const isFromElsewhere = code !== undefined;
  // A host with several addresses of which none answers makes an error without words.
  const reason = message === "" ? (code ?? "unknown") : message;
  return new ApiServerError(code ?? "unknown", reason, { cause, isFromElsewhere, url });
}
