import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { askServer, readAnswer } from "../auth/ask-server.js";
import type { ApiServer } from "./api-server.js";
import { ApiServerError, toApiServerError } from "./api-server-error.js";

const UNKNOWN_REASON = "it did not say why.";

/** How an API server says why it refuses. */
const refusalSchema = z.object({
  kind: z.literal("Status"),
  message: z.string().default(UNKNOWN_REASON),
});

/** What an API server is asked. */
export interface ApiQuestion {
  /** Defaults to GET. */
  method?: string;
  /** Below the address of the server, such as `/api/v1/services`. */
  path: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal: AbortSignal;
}

/** Where a question goes. */
export function toApiUrl({ url }: ApiServer, { path, query = {} }: ApiQuestion): URL {
  const asked = new URL(`${url}${path}`);
  for (const [name, value] of Object.entries(query)) {
    asked.searchParams.set(name, value);
  }
  return asked;
}

/**
 * Asks an API server, and resolves when it begins to answer with 200. Whoever asks reads the answer, or
 * destroys it.
 *
 * @throws ApiServerError that says what was asked and what went wrong.
 */
export async function askApiServer(
  server: ApiServer,
  question: ApiQuestion,
): Promise<IncomingMessage> {
  const { body, headers = {}, method, signal } = question;
  const url = toApiUrl(server, question);
  try {
    const response = await askServer(url, server.trust, {
      headers: { Accept: "application/json", ...headers },
      signal,
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body }),
    });
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      throw toRefusal(status, await readReason(response));
    }
    return response;
  } catch (error) {
    throw toApiServerError(url, error, signal);
  }
}

/** A refusal without a reason is one of another server, or of what stands before an API server and fails. */
function toRefusal(status: number, reason: string | undefined): ApiServerError {
  return new ApiServerError(String(status), `it answered ${status}: ${reason ?? UNKNOWN_REASON}`, {
    isFromElsewhere: reason === undefined && status < 500,
  });
}

async function readReason(response: IncomingMessage): Promise<string | undefined> {
  const text = await readAnswer(response);
  try {
    return refusalSchema.parse(JSON.parse(text)).message;
  } catch {
    return undefined;
  }
}
